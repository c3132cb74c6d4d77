import { type Neighbours, noNeighbours } from './neighbours';

/** What a missing value becomes; `mask` holds the last value too, but is never wrong: its values are no truth for anyone. */
export const FILLS = ['ffill', 'linear', 'seasonal', 'mask'] as const;
export type Fill = (typeof FILLS)[number];

export interface FillPlan {
  readonly fill: Fill;
  readonly width: number;
  /** Rows of one season, for `seasonal`. */
  readonly season: number;
  /** Rows before the first one of the file: they hold its first values whatever the policy. */
  readonly padRows: number;
  /** The row behind each split, ascending; the last one is the end of the series. */
  readonly ends: readonly number[];
  /** First number of each channel in the series. */
  readonly first: Neighbours;
  /** First row with any target: before the split in which it lies there is nothing to learn from. */
  readonly firstTargetRow: number;
}

/** Missing values that a policy cannot fill. */
export interface Unfilled {
  /** Row and channel of the first. */
  readonly row: number;
  readonly channel: number;
  readonly count: number;
}

export interface FillCounts {
  /** Values filled, those of padded rows left out. */
  readonly filled: number;
  /** Of these, values of `linear` that were held because the gap crosses the end of a split. */
  readonly held: number;
  readonly unfilled: Unfilled | undefined;
}

/**
 * Fills the missing values of one series, block by block in the order of rows.
 *
 * A row never depends on a row behind its own split: a straight line to a value of the next split would show a model what it is judged on,
 * so `linear` holds the last value there. Rows before the first value of a channel hold that value only where it lies in their split or
 * nothing of the series is observed up to its end (no window with truth reads them then); else 0.
 */
export function createFiller(plan: FillPlan) {
  const { fill, width } = plan;
  const last = noNeighbours(width, -1);
  const season = createSeason(fill === 'seasonal' ? plan.season : 0, width);
  let [filled, held] = [0, 0];
  let unfilled: Unfilled | undefined;

  function leave(row: number, channel: number): number {
    unfilled = { row, channel, ...unfilled, count: (unfilled?.count ?? 0) + 1 };
    return NaN;
  }

  function lead(row: number, channel: number): number {
    const end = endOfSplit(plan.ends, row);
    const isSeen = (plan.first.row[channel] ?? Infinity) < end || plan.firstTargetRow >= end;
    return isSeen ? (plan.first.value[channel] ?? 0) : 0;
  }

  function interpolate(row: number, channel: number, next: Neighbours): number {
    const [from, value] = [last.row[channel] ?? -1, last.value[channel] ?? 0];
    const [nextRow, nextValue] = [next.row[channel] ?? Infinity, next.value[channel] ?? 0];
    if (nextRow === Infinity) return leave(row, channel);
    if (nextRow >= endOfSplit(plan.ends, row)) {
      held += 1;
      return value;
    }
    return value + ((nextValue - value) * (row - from)) / (nextRow - from);
  }

  function valueOf(row: number, channel: number, nextOf: (channel: number) => Neighbours): number {
    if (row < plan.padRows) return lead(row, channel);
    filled += 1;
    if (fill === 'seasonal') return season.read(row, channel) ?? leave(row, channel);
    if (last.row[channel] === -1) return fill === 'mask' ? lead(row, channel) : leave(row, channel);
    return fill === 'linear' ? interpolate(row, channel, nextOf(channel)) : (last.value[channel] ?? 0);
  }

  return {
    /**
     * Fills the next rows in place; NaN is left only where `counts` says so.
     *
     * @param values [n, width], NaN = missing
     * @param behind first number of each channel behind them
     */
    fillInPlace(values: Float32Array, firstRow: number, behind: Neighbours): void {
      const next = noNeighbours(width, -1);
      for (let start = 0, row = firstRow; start < values.length; start += width, row++) {
        const nextOf = (channel: number) => {
          if ((next.row[channel] ?? -1) < row) findNext(values, { cell: start + channel, channel, row }, behind, next);
          return next;
        };
        for (let channel = 0; channel < width; channel++) {
          const value = values[start + channel] as number;
          if (Number.isNaN(value)) values[start + channel] = valueOf(row, channel, nextOf);
          else {
            last.row[channel] = row;
            last.value[channel] = value;
          }
        }
        if (row >= plan.padRows) season.write(row, values.subarray(start, start + width));
      }
    },
    counts: (): FillCounts => ({ filled, held, unfilled }),
  };
}

/** End of the split that holds a row; rows before train count to train, those behind test end with the series. */
function endOfSplit(ends: readonly number[], row: number): number {
  return ends.find((end) => row < end) ?? Infinity;
}

interface Place {
  readonly cell: number;
  readonly channel: number;
  readonly row: number;
}

/** Notes in `next` the first number of a channel from a cell on, or else behind the block. */
function findNext(values: Float32Array, place: Place, behind: Neighbours, next: Neighbours): void {
  const { channel } = place;
  let { cell, row } = place;
  const width = behind.row.length;
  while (cell < values.length && Number.isNaN(values[cell])) {
    cell += width;
    row += 1;
  }
  next.row[channel] = cell < values.length ? row : (behind.row[channel] ?? Infinity);
  next.value[channel] = cell < values.length ? (values[cell] ?? 0) : (behind.value[channel] ?? 0);
}

/** The last `length` rows of values, filled ones too, so that a season that is missing itself leads to the one before it. */
function createSeason(length: number, width: number) {
  const ring = new Float32Array(length * width).fill(NaN);
  return {
    read(row: number, channel: number): number | undefined {
      const value = ring[(row % length) * width + channel] ?? NaN;
      return Number.isNaN(value) ? undefined : value;
    },
    write(row: number, values: Float32Array): void {
      if (length > 0) ring.set(values, (row % length) * width);
    },
  };
}
