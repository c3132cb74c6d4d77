import { type DatasetMeta, PipelineError } from '@tsdistill/contracts';
import type { Borders } from './split-series';

/** One series as the checks see it. */
export interface SplitSeries {
  readonly id: string;
  readonly borders: Borders;
}

const SPLIT_NAMES = ['train', 'validation', 'test'] as const;

/** @throws PipelineError SPLIT_TOO_SHORT, SPLIT_UNOBSERVED when a split has no forecast origin in any series */
export function refuseEmptySplits(
  series: readonly SplitSeries[],
  counts: DatasetMeta['originCounts'],
  horizon: number,
): void {
  const split = SPLIT_NAMES.find((name) => counts[name] === 0);
  if (!split) return;
  const [rows, usable] = series.reduce(
    ([most, best], { borders }) => {
      const [from, to] = borders[split];
      return [Math.max(most, to - from), Math.max(best, to - Math.max(1, from))];
    },
    [0, 0],
  );
  throw new PipelineError(usable < horizon ? 'SPLIT_TOO_SHORT' : 'SPLIT_UNOBSERVED', { split, rows, horizon });
}

/**
 * The seasonal naive forecast of the first test window looks back one season, in one series at least.
 *
 * @throws PipelineError SEASON_OUTSIDE
 */
export function refuseSeason(
  { file, isNamed }: { readonly file: string; readonly isNamed: boolean },
  series: readonly SplitSeries[],
  season: number,
): void {
  const tested = series.filter(({ borders: { test } }) => test[1] > test[0]);
  const [best] = [...tested].sort((a, b) => b.borders.test[0] - a.borders.test[0]);
  if (!best || season <= best.borders.test[0]) return;
  const place = { file, ...(isNamed && { series: best.id }) };
  throw new PipelineError('SEASON_OUTSIDE', { ...place, season, rows: best.borders.test[0] });
}
