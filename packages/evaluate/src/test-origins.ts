import { type Dataset, PipelineError, readOrigins, selectOrigins, type SoftTargets } from '@tsdistill/contracts';
import { noWindows, type OriginKeys } from '@tsdistill/forecasting';

/** Test origins that every model can forecast. */
export interface TestOrigins {
  readonly keys: OriginKeys;
  /** Test origins left out because a teacher does not cover them. */
  readonly uncovered: number;
}

/**
 * The test origins with `lookback` rows before them that all teachers cover: one set for all models.
 *
 * @param lookback the longest of all models and baselines
 * @throws PipelineError NO_WINDOWS, SOFT_TARGETS_WITHOUT_TEST
 */
export function selectTestOrigins(dataset: Dataset, teachers: readonly SoftTargets[], lookback: number): TestOrigins {
  const origins = readOrigins(dataset);
  const { series, origin } = origins;
  const all = selectOrigins(origins, 'test', lookback);
  if (all.length === 0) throw noWindows(dataset, 'test', lookback);
  const covered = all.filter((i) => teachers.every((teacher) => teacher.rowOf(series[i] ?? 0, origin[i] ?? 0) >= 0));
  if (covered.length === 0) throw new PipelineError('SOFT_TARGETS_WITHOUT_TEST', { windowCount: all.length });
  const pick = (values: Int32Array) => Int32Array.from(covered, (i) => values[i] ?? 0);
  return { keys: { series: pick(series), origin: pick(origin) }, uncovered: all.length - covered.length };
}
