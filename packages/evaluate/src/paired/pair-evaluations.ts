import {
  type Dataset,
  type Evaluation,
  isSameKeys,
  openStoredForecasts,
  type StoredForecasts,
} from '@tsdistill/contracts';
import { loadWindowData, type WindowData } from '@tsdistill/forecasting';
import { drawBlocks, type Estimate } from '../bootstrap';
import { inSeedOrder, type Loss, meanOf, type ScoredModel } from '../compare-models';
import { scoreForecasts, truthOf } from '../score-forecasts';
import { type NamedMean, relativeDifferenceOf } from '../significance';

/** Models whose forecasts an evaluation keeps. */
export type KeptRole = 'student' | 'twin';

/** How the loss of one model changed from one evaluation to another, window by window. */
export interface PairedChange {
  readonly role: KeptRole;
  readonly metric: Loss;
  /** now / before - 1 */
  readonly relative: Estimate;
}

/** Two evaluations on the same windows. */
export interface PairedEvaluations {
  /** Windows with at least one counted element. */
  readonly windowCount: number;
  readonly level: number;
  /** Of models that are the same in both there is none. */
  readonly changes: readonly PairedChange[];
}

/**
 * Compares two evaluations of one data set by the moving-block bootstrap of each of them, over both at once: what is hard for both
 * cancels, and seeds of equal number are paired by their order.
 *
 * @param dataset what both were scored on
 * @returns undefined when they scored other windows
 * @throws PipelineError those of `scoreForecasts`
 */
export function pairEvaluations(before: Evaluation, now: Evaluation, dataset: Dataset): PairedEvaluations | undefined {
  const roles = (['student', 'twin'] as const).filter((role) => !isSameModel(before, now, role));
  const data = loadWindowData(dataset);
  const [former, recent] = [scoreKept(before, roles, data), scoreKept(now, roles, data)];
  if (!isSameKeys(former.keys, recent.keys)) return undefined;
  const { windowCount, bootstrap } = now.summary;
  const resampling = drawBlocks(windowCount, bootstrap.blockLength, bootstrap);
  const changes = roles.flatMap((role, index) => {
    const first = former.models[index] as ScoredModel;
    const second = inSeedOrder(recent.models[index] as ScoredModel, first);
    return METRICS.flatMap((metric) => {
      const [left, right] = [meanOf(first, metric, resampling), meanOf(second, metric, resampling)];
      return isZero(left) ? [] : [{ role, metric, relative: relativeDifferenceOf(right, left, resampling) }];
    });
  });
  return { windowCount, level: bootstrap.level, changes };
}

const METRICS = ['mse', 'mae'] as const satisfies readonly Loss[];

/** Of a loss of 0 nothing is a share. */
const isZero = ({ value, resampled }: NamedMean): boolean => value === 0 || resampled.some((loss) => loss === 0);

/** Whether both evaluations scored the very same models in a role. */
function isSameModel(before: Evaluation, now: Evaluation, role: KeptRole): boolean {
  const of = ({ manifest }: Evaluation) =>
    Object.entries(manifest.inputs).filter(([name]) => new RegExp(`^${role}\\d+$`).test(name));
  return JSON.stringify(of(before).sort()) === JSON.stringify(of(now).sort());
}

/** The models of some roles with their losses, in the order of the roles, and the windows. */
function scoreKept(evaluation: Evaluation, roles: readonly KeptRole[], data: WindowData) {
  const stored = openStoredForecasts(evaluation);
  try {
    const truth = truthOf(data, stored.keys);
    const models = roles.map((role): ScoredModel => {
      const runs = evaluation.manifest.meta.models.flatMap(({ role: own, seed }, model) =>
        own === role ? [{ seed, scores: scoreForecasts(role, forecastsOf(stored, model), truth) }] : [],
      );
      return { name: role, parameterCount: null, byteCount: null, tuned: false, runs };
    });
    return { keys: stored.keys, models };
  } finally {
    stored.close();
  }
}

function* forecastsOf({ keys, size, read }: StoredForecasts, model: number): Generator<Float32Array> {
  const forecast = new Float32Array(size);
  for (const window of keys.origin.keys()) {
    read(model, window, forecast);
    yield forecast;
  }
}
