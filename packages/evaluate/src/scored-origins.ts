import { type Dataset, PipelineError, readOrigins, selectOrigins, type SoftTargets } from '@tsdistill/contracts';
import { noWindows, type OriginKeys, pickKeys } from '@tsdistill/forecasting';
import type { EvaluateConfig } from './config';

/** Origins of one split that every model can forecast. */
export interface ScoredOrigins {
  readonly keys: OriginKeys;
  /** Origins of the split left out because a teacher does not cover them. */
  readonly uncovered: number;
}

/**
 * The origins of a split with `lookback` rows before them that all teachers cover: one set for all models.
 *
 * @param lookback the longest of all models and baselines
 * @throws PipelineError NO_WINDOWS, SOFT_TARGETS_WITHOUT_SPLIT
 */
export function selectScoredOrigins(
  dataset: Dataset,
  teachers: readonly SoftTargets[],
  { split, lookback }: { split: EvaluateConfig['split']; lookback: number },
): ScoredOrigins {
  const origins = readOrigins(dataset);
  const { series, origin } = origins;
  const all = selectOrigins(origins, split, lookback);
  if (all.length === 0) throw noWindows(dataset, split, lookback);
  const covered = all.filter((i) => teachers.every((teacher) => teacher.rowOf(series[i] ?? 0, origin[i] ?? 0) >= 0));
  if (covered.length === 0) throw new PipelineError('SOFT_TARGETS_WITHOUT_SPLIT', { split, windowCount: all.length });
  return { keys: pickKeys(origins, covered), uncovered: all.length - covered.length };
}
