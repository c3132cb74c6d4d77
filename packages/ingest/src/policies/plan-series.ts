import { PipelineError } from '@tsdistill/contracts';
import { rowsNeeded } from '../splits/rows-needed';
import type { SplitConfig } from '../splits/split-config';
import type { MissingPolicy, ShortPolicy } from './policy-config';

/** What the policies look at in one series. */
export interface SeriesExtent {
  readonly id: string;
  /** Rows up to the last with a target. */
  readonly observedRowCount: number;
  /** Values that are missing in rows which must have them. */
  readonly missingCount: number;
}

export interface PlanSettings {
  readonly file: string;
  /** False when all rows are one series, which has no name of its own. */
  readonly isNamed: boolean;
  readonly missing: MissingPolicy;
  readonly short: ShortPolicy;
  readonly split: SplitConfig;
  readonly horizon: number;
}

/** What becomes of the series of a file. */
export interface SeriesPlan<Series> {
  /** In the order of the file, with the rows to put before each. */
  readonly kept: readonly { readonly series: Series; readonly padRows: number }[];
  /** Series left out because of missing values, and because they are too short. */
  readonly droppedMissing: number;
  readonly droppedShort: number;
}

/**
 * Leaves out series with missing values, then deals with those that are too short for the split, as the policies say.
 *
 * @throws PipelineError SERIES_TOO_SHORT, SERIES_NONE_LEFT
 */
export function planSeries<Series extends SeriesExtent>(
  all: readonly Series[],
  settings: PlanSettings,
): SeriesPlan<Series> {
  const { file, missing, short, split, horizon } = settings;
  const complete = missing === 'drop-series' ? all.filter(({ missingCount }) => missingCount === 0) : all;
  const planned = complete.map((series) => {
    return { series, padRows: rowsNeeded(series.observedRowCount, split, horizon) - series.observedRowCount };
  });
  const tooShort = planned.filter(({ padRows }) => padRows > 0);
  if (short === 'error') refuseShort(tooShort, all.length, settings);
  const kept = short === 'drop' ? planned.filter(({ padRows }) => padRows === 0) : planned;
  const plan = { kept, droppedMissing: all.length - complete.length, droppedShort: planned.length - kept.length };
  if (kept.length === 0)
    throw new PipelineError('SERIES_NONE_LEFT', {
      file,
      missing: plan.droppedMissing,
      short: plan.droppedShort,
      total: all.length,
    });
  return plan;
}

function refuseShort<Series extends SeriesExtent>(
  tooShort: SeriesPlan<Series>['kept'],
  total: number,
  { file, isNamed, horizon }: PlanSettings,
): void {
  const [first] = tooShort;
  if (!first) return;
  const { id, observedRowCount: rows } = first.series;
  const place = { file, ...(isNamed && { series: id }) };
  const needed = rows + first.padRows;
  throw new PipelineError('SERIES_TOO_SHORT', { ...place, rows, needed, horizon, count: tooShort.length, total });
}
