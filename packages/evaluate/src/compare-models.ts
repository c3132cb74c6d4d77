import type { WeightShare } from '@tsdistill/contracts';
import type { Scores, WindowLosses } from './accumulate-errors';
import { meanLoss, type Resampling, resampleMean } from './bootstrap';
import { differenceOf, type NamedMean, relativeDifferenceOf } from './significance';
import type { QuantileMetrics } from './score-quantiles';
import type { Comparison, SeedDifference } from './summary';

/** A model and what it scored, one run a seed; every run of an experiment is on the same windows, in time order. */
export interface ScoredModel {
  readonly name: string;
  /** null where nobody here knows: forecasts made elsewhere. */
  readonly parameterCount: number | null;
  readonly byteCount: number | null;
  /** Its training settings were chosen on validation. */
  readonly tuned: boolean;
  /** Of one of several teachers that are weighted. */
  readonly weight?: WeightShare;
  readonly runs: readonly ScoredRun[];
}

/** One seed of a model. */
export interface ScoredRun {
  readonly seed: number | null;
  readonly scores: Scores;
  /** Where it forecasts quantiles. */
  readonly quantiles?: QuantileMetrics | undefined;
}

export type ReferenceModel = ScoredModel & { readonly role: Comparison['role'] };
export type Loss = Comparison['metric'];

/** Losses by seed; windows without a counted element are left out. */
export function lossesOf({ runs }: Pick<ScoredModel, 'runs'>, metric: Loss): WindowLosses[] {
  return runs.map(({ scores }) => {
    const { means, counts } = scores.losses[metric];
    return { means: means.filter((_, window) => counts[window] !== 0), counts: counts.filter((count) => count !== 0) };
  });
}

export function meanOf(model: Pick<ScoredModel, 'name' | 'runs'>, metric: Loss, resampling: Resampling): NamedMean {
  return { name: model.name, ...resampleMean(lossesOf(model, metric), resampling) };
}

/** The student's mean loss against a reference's, with intervals, and seed by seed. @throws PipelineError LOSS_ZERO */
export function compareModels(
  student: ScoredModel,
  reference: ReferenceModel,
  { metric, resampling }: { metric: Loss; resampling: Resampling },
): Comparison {
  const [ours, theirs] = [meanOf(student, metric, resampling), meanOf(reference, metric, resampling)];
  return {
    reference: reference.name,
    role: reference.role,
    metric,
    difference: differenceOf(ours, theirs, resampling),
    relative: relativeDifferenceOf(ours, theirs, resampling),
    seeds: student.runs.map((run) => compareSeed(run, reference, { metric, otherwise: theirs.value })),
  };
}

/** One seed of the student against the same seed of the reference, else against the reference's mean. */
function compareSeed(
  { seed, scores }: ScoredModel['runs'][number],
  reference: ScoredModel,
  { metric, otherwise }: { metric: Loss; otherwise: number },
): SeedDifference {
  const partner = reference.runs.find((run) => run.seed === seed);
  const [ours, theirs] = [
    meanLoss(scores.losses[metric]),
    partner ? meanLoss(partner.scores.losses[metric]) : otherwise,
  ];
  return { seed, difference: ours - theirs, relative: ours / theirs - 1 };
}

/** The same model with its runs in the order of the student's seeds: the bootstrap pairs seeds by their place. */
export function inSeedOrder<Model extends ScoredModel>(model: Model, { runs }: Pick<ScoredModel, 'runs'>): Model {
  const place = ({ seed }: ScoredModel['runs'][number]) => {
    const index = runs.findIndex((run) => run.seed === seed);
    return index === -1 ? runs.length : index;
  };
  return { ...model, runs: [...model.runs].sort((left, right) => place(left) - place(right)) };
}
