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
}

/** Combines the rows of a series, which come in order of time, in float64. */
export function createCombiner({ keyOf, actions }: CombineSettings, next: RowSink): RowSink & { combined(): number } {
  const width = actions.length;
  const out = allocateBlock(batchRows(width), width);
  const combined = new Float64Array(width);
  const counts = new Uint32Array(width);
  const combine = actions.map((action) => COMBINE[action]);
  let [key, sourceRow, outCount, mergedCount] = [NaN, 0, 0, 0];

  function take(block: RowBlock, row: number): void {
    for (let c = 0; c < width; c++) {
      const value = block.values[row * width + c] as number;
      if (Number.isNaN(value)) continue;
      const before = combined[c] as number;
      combined[c] = counts[c] === 0 ? value : (combine[c] as (typeof combine)[number])(before, value);
      counts[c] = (counts[c] as number) + 1;
    }
  }

  function put(): void {
    if (Number.isNaN(key)) return;
    out.times[outCount] = key;
    out.sourceRows[outCount] = sourceRow;
    for (let c = 0; c < width; c++) out.values[outCount * width + c] = resultOf(c);
    counts.fill(0);
    outCount += 1;
    if (outCount === out.rowCount) flush();
  }

  function resultOf(c: number): number {
    const count = counts[c] as number;
    if (count === 0) return NaN;
    return actions[c] === 'mean' ? (combined[c] as number) / count : (combined[c] as number);
  }

  function flush(): void {
    if (outCount > 0) next.rows(sliceBlock(out, 0, outCount));
    outCount = 0;
  }

  return {
    begin(id) {
      key = NaN;
      next.begin(id);
    },
    rows(block) {
      for (let row = 0; row < block.rowCount; row++) {
        const timeMs = block.times[row] as number;
        if (Number.isNaN(timeMs)) continue;
        const rowKey = keyOf(timeMs);
        if (rowKey === key) mergedCount += 1;
        else {
          put();
          key = rowKey;
          sourceRow = block.sourceRows[row] as number;
        }
        take(block, row);
      }
    },
    end() {
      put();
      flush();
      next.end();
    },
    combined: () => mergedCount,
  };
}
