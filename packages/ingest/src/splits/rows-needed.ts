import type { SplitConfig } from './split-config';
import { type Borders, splitSeries } from './split-series';

/**
 * The fewest rows, not below `rowCount`, with which a series has a forecast origin in every split that is counted in rows: train needs a
 * horizon and a row before it, validation and test a horizon. Dates ask for one window of any split.
 *
 * @returns `rowCount` when the series is long enough; where no length helps (a block shorter than the horizon), what comes nearest
 */
export function rowsNeeded(rowCount: number, split: SplitConfig, horizon: number): number {
  switch (split.kind) {
    case 'dates':
      return Math.max(rowCount, horizon + 1);
    case 'borders':
      return Math.max(rowCount, split.test);
    case 'rolling': {
      const later = (split.cutoffs - split.cutoff) * split.test + split.validation;
      return Math.max(rowCount, later + horizon + 1);
    }
    case 'ratio': {
      const smallest = Math.min(split.train, split.validation, 1 - split.train - split.validation);
      // Whole rows of a share are at most two more than the share.
      let rows = Math.max(rowCount, Math.floor((horizon - 2) / smallest));
      while (!fits(rows, split, horizon)) rows += 1;
      return rows;
    }
  }
}

function fits(rowCount: number, split: SplitConfig, horizon: number): boolean {
  const { train, validation, test }: Borders = splitSeries({ rowCount, timeOf: () => NaN }, split);
  const length = ([from, to]: readonly [number, number]) => to - from;
  return length(train) > horizon && length(validation) >= horizon && length(test) >= horizon;
}
