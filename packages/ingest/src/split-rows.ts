import { PipelineError } from '@tsdistill/contracts';
import type { SplitConfig } from './config';
import { formatWallTime, parseWallTime } from './clock/wall-time';

/** Half-open row range [from, to). */
export type RowRange = readonly [number, number];

export interface Borders {
  readonly train: RowRange;
  readonly validation: RowRange;
  readonly test: RowRange;
}

/** A regular grid of rows. */
export interface RowGrid {
  readonly rowCount: number;
  readonly startMs: number;
  readonly stepMs: number;
}

/** Shares such as .1 = 1 - .8 - .1 come out a little too small in binary; this much too few is not too few. */
const ROUNDING = 1e-9;

/**
 * Rows of each split; they follow each other without a gap, the first row is in train.
 *
 * Ratio: train and test take the whole rows of their share, validation the rest, as in the Time-Series-Library
 * (`int(n · .7)`, `int(n · .2)`). Dates: a time between two rows begins with the later one.
 *
 * @throws PipelineError SPLIT_OUTSIDE when a border lies outside of the rows
 */
export function splitRows(grid: RowGrid, split: SplitConfig): Borders {
  const [validation, test, end] = findBorders(grid, split);
  return { train: [0, validation], validation: [validation, test], test: [test, end] };
}

/** First row of validation, first row of test, row behind the last one of test. */
function findBorders(grid: RowGrid, split: SplitConfig): readonly [number, number, number] {
  const { rowCount } = grid;
  switch (split.kind) {
    case 'ratio': {
      const rows = (share: number) => Math.floor(rowCount * share + ROUNDING);
      return [rows(split.train), rowCount - rows(1 - split.train - split.validation), rowCount];
    }
    case 'borders':
      refuseOutside(split.test > rowCount, { key: 'test', value: `${split.test}`, limit: `row ${rowCount}` });
      return [split.train, split.validation, split.test];
    case 'dates': {
      const { validation, test, end } = split;
      const last = end === undefined ? rowCount : rowOfDate(grid, 'end', end);
      return [rowOfDate(grid, 'validation', validation), rowOfDate(grid, 'test', test), last];
    }
  }
}

/** The first row at or after a time; a time one step after the last row is the end. */
function rowOfDate({ rowCount, startMs, stepMs }: RowGrid, key: string, date: string): number {
  const row = Math.ceil(((parseWallTime(date) ?? NaN) - startMs) / stepMs);
  const limit = `${formatWallTime(startMs)} … ${formatWallTime(startMs + (rowCount - 1) * stepMs)}`;
  refuseOutside(!(row >= 0 && row <= rowCount), { key, value: date, limit });
  return row;
}

function refuseOutside(outside: boolean, context: { key: string; value: string; limit: string }): void {
  if (outside) throw new PipelineError('SPLIT_OUTSIDE', context);
}
