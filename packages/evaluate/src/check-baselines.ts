import { type DatasetMeta, PipelineError } from '@tsdistill/contracts';
import { BASELINES, type BaselineShape } from './baselines';
import type { BaselineConfig, EvaluateConfig } from './config';

/** What a baseline of these settings may look at. */
export function baselineShape(settings: BaselineConfig, { horizon, channels, season }: DatasetMeta): BaselineShape {
  const own = settings.baseline === 'repeat-last' ? 1 : settings.season;
  return { horizon, channelCount: channels.target.length, season: own ?? season };
}

/** @throws PipelineError BASELINE_TOO_SHORT where a series has fewer train rows than a baseline is fitted on */
export function checkBaselines({ baselines }: EvaluateConfig, meta: DatasetMeta): void {
  for (const settings of baselines) {
    const baseline = BASELINES[settings.baseline];
    if (baseline.kind !== 'fitted') continue;
    const { season } = baselineShape(settings, meta);
    const needed = baseline.trainRows(season);
    for (const { id, borders } of meta.series) {
      const rows = borders.train[1] - borders.train[0];
      if (rows < needed)
        throw new PipelineError('BASELINE_TOO_SHORT', {
          baseline: settings.baseline,
          series: id,
          rows,
          needed,
          season,
        });
    }
  }
}
