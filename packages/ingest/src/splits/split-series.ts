import { parseWallTime } from '@tsdistill/contracts';
import type { SplitConfig } from './split-config';

/** Half-open row range [from, to). */
export type RowRange = readonly [number, number];

export interface Borders {
  readonly train: RowRange;
  readonly validation: RowRange;
  readonly test: RowRange;
}

/** The observed rows of one series, in the order of time. */
export interface RowGrid {
  readonly rowCount: number;
  /** ms since 1970 of a row. */
  timeOf(row: number): number;
}

/** Shares such as .1 = 1 - .8 - .1 come out a little too small in binary; this much too few is not too few. */
const ROUNDING = 1e-9;

/**
 * Rows of each split; they follow each other without a gap and may be empty.
 *
 * Ratio: train and test take the whole rows of their share, validation the rest, as in the Time-Series-Library
 * (`int(n · .7)`, `int(n · .2)`). Dates: the same for every series; a time between two rows begins with the later one.
 * Rolling: as scikit-learn's `TimeSeriesSplit` with `test_size`, where validation is its `gap`; counted from the end of each series.
 * Borders and blocks that a series is too short for end with it.
 */
export function splitSeries(grid: RowGrid, split: SplitConfig): Borders {
  const [train, validation, test, end] = findBorders(grid, split);
  const inside = (row: number) => Math.min(Math.max(row, 0), grid.rowCount);
  return {
    train: [inside(train), inside(validation)],
    validation: [inside(validation), inside(test)],
    test: [inside(test), inside(end)],
  };
}

/** First row of train, of validation, of test, and the row behind the last one of test. */
function findBorders(grid: RowGrid, split: SplitConfig): readonly [number, number, number, number] {
  const { rowCount } = grid;
  switch (split.kind) {
    case 'ratio': {
      const rows = (share: number) => Math.floor(rowCount * share + ROUNDING);
      return [0, rows(split.train), rowCount - rows(1 - split.train - split.validation), rowCount];
    }
    case 'borders':
      return [0, split.train, split.validation, split.test];
    case 'dates': {
      const end = split.end === undefined ? rowCount : rowAt(grid, split.end);
      return [0, rowAt(grid, split.validation), rowAt(grid, split.test), end];
    }
    case 'rolling': {
      const end = rowCount - (split.cutoffs - 1 - split.cutoff) * split.test;
      const [validation, test] = [end - split.test - split.validation, end - split.test];
      return [split.window === 'expanding' ? 0 : validation - split.window, validation, test, end];
    }
  }
}

/** The first row at or after a time; the row behind the last where there is none. */
function rowAt({ rowCount, timeOf }: RowGrid, date: string): number {
  const timeMs = parseWallTime(date) ?? NaN;
  let [low, high] = [0, rowCount];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(middle) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
