import type { ClosedBucket } from './count-buckets';
import { allocateBlock, batchRows, type RowBlock, type RowSink, sliceBlock } from './row-block';

/** What becomes of several values of one channel; a missing value takes no part, and nothing but missing ones stays missing. */
export const COMBINE_ACTIONS = ['first', 'last', 'mean', 'sum', 'min', 'max'] as const;
export type CombineAction = (typeof COMBINE_ACTIONS)[number];

/** Takes the next value into what was combined so far (NaN: nothing yet). */
const COMBINE: Readonly<Record<CombineAction, (combined: number, value: number) => number>> = {
  first: (combined) => combined,
  last: (_, value) => value,
  mean: (combined, value) => combined + value,
  sum: (combined, value) => combined + value,
  min: Math.min,
  max: Math.max,
};

export interface CombineSettings {
  /** Rows with the same key become one, which has the key as its time. */
  readonly keyOf: (timeMs: number) => number;
  /** By value of a row. */
  readonly actions: readonly CombineAction[];
  /** Told of every row that was made. */
  readonly closed?: (bucket: ClosedBucket) => void;
}

/** Combines the values of one row after another, channel by channel, in float64. */
function createAccumulator(actions: readonly CombineAction[]) {
  const width = actions.length;
  const combined = new Float64Array(width);
  const counts = new Uint32Array(width);
  const combine = actions.map((action) => COMBINE[action]);
  return {
    take({ values }: RowBlock, row: number): void {
      for (let c = 0; c < width; c++) {
        const value = values[row * width + c] as number;
        if (Number.isNaN(value)) continue;
        const before = combined[c] as number;
        combined[c] = counts[c] === 0 ? value : (combine[c] as (typeof combine)[number])(before, value);
        counts[c] = (counts[c] as number) + 1;
      }
    },
    valueCount: () => counts.reduce((least, count) => (count > 0 && (least === 0 || count < least) ? count : least), 0),
    /** Writes what was combined into row `row` of a block, and begins anew. */
    put({ values }: RowBlock, row: number): void {
      for (let c = 0; c < width; c++) {
        const count = counts[c] as number;
        const result = actions[c] === 'mean' ? (combined[c] as number) / count : (combined[c] as number);
        values[row * width + c] = count === 0 ? NaN : result;
      }
      counts.fill(0);
    },
  };
}

/** Combines the rows of a series, which come in order of time. */
export function createCombiner(
  { keyOf, actions, closed }: CombineSettings,
  next: RowSink,
): RowSink & { combined(): number } {
  const out = allocateBlock(batchRows(actions.length), actions.length);
  const accumulator = createAccumulator(actions);
  let [key, sourceRow, outCount, mergedCount] = [NaN, 0, 0, 0];
  let [firstMs, rowCount] = [NaN, 0];

  function put(): void {
    if (Number.isNaN(key)) return;
    out.times[outCount] = key;
    out.sourceRows[outCount] = sourceRow;
    closed?.({ keyMs: key, firstMs, rowCount, valueCount: accumulator.valueCount() });
    accumulator.put(out, outCount);
    outCount += 1;
    if (outCount === out.rowCount) flush();
  }

  function flush(): void {
    if (outCount > 0) next.rows(sliceBlock(out, 0, outCount));
    outCount = 0;
  }

  function rows(block: RowBlock): void {
    for (let row = 0; row < block.rowCount; row++) {
      const timeMs = block.times[row] as number;
      if (Number.isNaN(timeMs)) continue;
      const rowKey = keyOf(timeMs);
      if (rowKey === key) {
        mergedCount += 1;
        rowCount += 1;
      } else {
        put();
        [key, firstMs, rowCount] = [rowKey, timeMs, 1];
        sourceRow = block.sourceRows[row] as number;
      }
      accumulator.take(block, row);
    }
  }

  return {
    begin(id) {
      key = NaN;
      next.begin(id);
    },
    rows,
    end() {
      put();
      flush();
      next.end();
    },
    combined: () => mergedCount,
  };
}
