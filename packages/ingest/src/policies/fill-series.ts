import type { Channels } from '@tsdistill/contracts';
import { createFiller, type Fill, type FillCounts } from './fill-values';
import { type Role, type Rows } from './series-rows';
import type { SeriesSurvey } from './survey-series';

export interface SeriesFillPlan {
  readonly fill: Fill;
  readonly channels: Channels;
  readonly season: number;
  readonly padRows: number;
  /** Rows up to the last with a target, padded ones counted. */
  readonly observedRowCount: number;
  /** The row behind each split, ascending. */
  readonly ends: readonly number[];
}

/** Fills one series block by block. Behind its last target, targets and past channels stay NaN. */
export function createSeriesFiller(plan: SeriesFillPlan, survey: SeriesSurvey) {
  const { channels, observedRowCount } = plan;
  const firstTargetRow = survey.target.first.row.reduce((a, b) => Math.min(a, b), Infinity);
  const fillerOf = (role: Role) =>
    createFiller({ ...plan, width: channels[role].length, first: survey[role].first, firstTargetRow });
  const fillers = { target: fillerOf('target'), past: fillerOf('past'), known: fillerOf('known') };
  let [block, firstRow] = [0, 0];

  function fillRole(role: Role, rows: Rows, rowCount: number): Float32Array {
    const behind = survey[role].following[block];
    const width = channels[role].length;
    if (!behind || width === 0) return rows[role];
    const values = rows[role].slice();
    fillers[role].fillInPlace(values.subarray(0, rowCount * width), firstRow, behind);
    return values;
  }

  return {
    /** @param rows the next block of those that were surveyed */
    fill(rows: Rows): Rows {
      const rowCount = rows.timestamp.length;
      const observed = Math.min(rowCount, Math.max(0, observedRowCount - firstRow));
      const filled = {
        ...rows,
        target: fillRole('target', rows, observed),
        past: fillRole('past', rows, observed),
        known: fillRole('known', rows, rowCount),
      };
      block += 1;
      firstRow += rowCount;
      return filled;
    },
    counts: (role: Role): FillCounts => fillers[role].counts(),
  };
}
