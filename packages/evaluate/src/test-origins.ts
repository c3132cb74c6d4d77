import { type Origins, PipelineError, selectOrigins, type SoftTargets } from '@tsdistill/contracts';
import type { OriginKeys } from '@tsdistill/forecasting';

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
 * @throws PipelineError NO_WINDOWS
 */
export function selectTestOrigins(
  origins: Origins,
  teachers: readonly SoftTargets[],
  { lookback, horizon }: { lookback: number; horizon: number },
): TestOrigins {
  const all = selectOrigins(origins, 'test', lookback);
  const at = (values: Int32Array, index: number) => values[index] ?? 0;
  const covered = all.filter((i) =>
    teachers.every((teacher) => teacher.rowOf(at(origins.series, i), at(origins.origin, i)) >= 0),
  );
  if (covered.length === 0)
    throw new PipelineError('NO_WINDOWS', { split: 'test', lookback, horizon, rows: origins.origin.length });
  const pick = (values: Int32Array) => Int32Array.from(covered, (i) => at(values, i));
  return {
    keys: { series: pick(origins.series), origin: pick(origins.origin) },
    uncovered: all.length - covered.length,
  };
}
