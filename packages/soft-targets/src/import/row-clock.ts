import type { DatasetMeta } from '@tsdistill/contracts';

/** Rows of a data set by time. */
export interface RowClock {
  /** Row of `series` at `ms` since 1970 UTC, counted inside the series; -1 when there is none. */
  rowOf(series: number, ms: number): number;
  /** The time of a row; negative rows count from the end. */
  timeOf(series: number, row: number): number;
}

/**
 * Looks rows up by time. Frames go from one row to the next, so the row after the last answer is tried first.
 *
 * @param timestamps ms since 1970 UTC, ascending inside each series, [T]
 */
export function createRowClock({ series }: Pick<DatasetMeta, 'series'>, timestamps: BigInt64Array): RowClock {
  const times = Float64Array.from(timestamps, Number);
  let end = 0;
  const bySeries = series.map(({ rowCount }) => times.subarray(end, (end += rowCount)));
  const empty = new Float64Array(0);
  let last = -1;
  return {
    rowOf: (index, ms) => {
      const rows = bySeries[index] ?? empty;
      last = rows[last + 1] === ms ? last + 1 : search(rows, ms);
      return last;
    },
    timeOf: (index, row) => (bySeries[index] ?? empty).at(row) ?? NaN,
  };
}

function search(times: Float64Array, ms: number): number {
  let [low, high] = [0, times.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = times[middle] as number;
    if (found === ms) return middle;
    if (found < ms) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
