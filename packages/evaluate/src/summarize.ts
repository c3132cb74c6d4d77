import { PipelineError } from '@tsdistill/contracts';
import type { Scores, WindowLosses } from './accumulate-errors';
import { chooseBlockLength, drawBlocks, meanLoss, type Resampling, resampleMean } from './bootstrap';
import type { EvaluateConfig } from './config';
import { METRICS, type Metrics } from './metrics';
import {
  differenceOf,
  judgeNonInferiority,
  type NamedMean,
  overSeeds,
  relativeDifferenceOf,
  type Retention,
  retentionOf,
} from './significance';
import type { Comparison, EvaluationSummary, ModelSummary, NonInferiority, Role, SeedDifference } from './summary';
import { judgeDistillation, nonInferiorityText } from './verdict';

/** A model and what it scored, one run a seed; every run of an experiment is on the same windows, in time order. */
export interface ScoredModel {
  readonly name: string;
  /** null where nobody here knows: forecasts made elsewhere. */
  readonly parameterCount: number | null;
  readonly byteCount: number | null;
  readonly runs: readonly { readonly seed: number | null; readonly scores: Scores }[];
}

export interface ScoredBaseline {
  readonly name: string;
  /** Retention is measured against the best seasonal one. */
  readonly seasonal: boolean;
  readonly scores: Scores;
}

export interface ScoredExperiment {
  readonly experiment: string;
  readonly channels: readonly string[];
  readonly horizon: number;
  /** Steps from one window to the next. */
  readonly stride: number;
  readonly teacher: ScoredModel;
  readonly student: ScoredModel;
  readonly twin: ScoredModel;
  readonly baselines: readonly ScoredBaseline[];
}

type ReferenceModel = ScoredModel & { readonly role: Comparison['role'] };
type Loss = Comparison['metric'];

/**
 * All that one experiment showed, as plain data: metrics, differences with intervals, retention, verdict.
 *
 * @throws PipelineError WINDOWS_DIFFER, SEEDS_UNPAIRED (student and twin), LOSS_ZERO
 */
export function summarize(scored: ScoredExperiment, config: EvaluateConfig): EvaluationSummary {
  checkRuns(scored);
  const { experiment, horizon, channels, student } = scored;
  const teacher: ReferenceModel = { ...scored.teacher, role: 'teacher' };
  const twin: ReferenceModel = { ...scored.twin, role: 'twin' };
  const baselines = scored.baselines.map(baselineModel);
  const resampling = drawFor(scored, config);
  const compareBy = (metric: Loss) => (model: ReferenceModel) => compare(student, model, { metric, resampling });
  const evidence = {
    level: config.bootstrap.level,
    seedCount: student.runs.length,
    windowCount: resampling.windowCount,
  };
  return {
    experiment,
    horizon,
    channels,
    windowCount: resampling.windowCount,
    bootstrap: { ...config.bootstrap, blockLength: resampling.blockLength },
    models: [teacher, { ...student, role: 'student' as const }, twin, ...baselines].map(describe),
    comparisons: [teacher, twin, ...baselines].flatMap((model) => [compareBy('mse')(model), compareBy('mae')(model)]),
    retention: retain(scored, resampling),
    nonInferiority: keepUp(compareBy('mse')(teacher), config),
    verdict: judgeDistillation(compareBy('mse')(twin), evidence),
  };
}

function baselineModel({ name, scores }: ScoredBaseline): ReferenceModel {
  return { role: 'baseline', name, parameterCount: null, byteCount: null, runs: [{ seed: null, scores }] };
}

function drawFor({ student, horizon, stride }: ScoredExperiment, { bootstrap }: EvaluateConfig): Resampling {
  const windowCount = lossesOf(student, 'mse')[0]?.means.length ?? 0;
  return drawBlocks(windowCount, chooseBlockLength(windowCount, horizon, stride), bootstrap);
}

function checkRuns({ teacher, student, twin, baselines }: ScoredExperiment): void {
  const expected = student.runs[0]?.scores.losses.mse.means.length ?? 0;
  for (const { name, runs } of [teacher, student, twin, ...baselines.map(baselineModel)])
    for (const { scores } of runs) {
      const found = scores.losses.mse.means.length;
      if (found !== expected) throw new PipelineError('WINDOWS_DIFFER', { model: name, found, expected });
    }
  const seedsOf = ({ runs }: ScoredModel) => runs.map(({ seed }) => seed).join(', ');
  if (seedsOf(student) !== seedsOf(twin))
    throw new PipelineError('SEEDS_UNPAIRED', { student: seedsOf(student), twin: seedsOf(twin) });
}

/** Losses by seed; windows without a counted element are left out. */
function lossesOf({ runs }: Pick<ScoredModel, 'runs'>, metric: Loss): WindowLosses[] {
  return runs.map(({ scores }) => {
    const { means, counts } = scores.losses[metric];
    return { means: means.filter((_, window) => counts[window] !== 0), counts: counts.filter((count) => count !== 0) };
  });
}

function meanOf(model: Pick<ScoredModel, 'name' | 'runs'>, metric: Loss, resampling: Resampling): NamedMean {
  return { name: model.name, ...resampleMean(lossesOf(model, metric), resampling) };
}

function compare(
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

function retain({ baselines, teacher, student }: ScoredExperiment, resampling: Resampling): Retention {
  const means = baselines
    .filter(({ seasonal }) => seasonal)
    .map(({ name, scores }) => meanOf({ name, runs: [{ seed: null, scores }] }, 'mse', resampling));
  const [naive] = means.sort((left, right) => left.value - right.value);
  if (naive === undefined) return { kind: 'undefined', reason: 'no seasonal naive baseline was evaluated' };
  const named = { teacher: meanOf(teacher, 'mse', resampling), student: meanOf(student, 'mse', resampling) };
  return retentionOf({ naive, ...named }, resampling);
}

function keepUp({ relative }: Comparison, { margin, bootstrap }: EvaluateConfig): NonInferiority {
  const outcome = judgeNonInferiority(relative, margin);
  const sentence = nonInferiorityText(outcome, { relative, margin }, bootstrap.level);
  return { outcome, margin, relative, sentence };
}

function describe({ role, name, parameterCount, byteCount, runs }: ScoredModel & { role: Role }): ModelSummary {
  const line = METRICS.map(
    (metric) => [metric, overSeeds(runs.map((run) => run.scores.metrics.overall[metric]))] as const,
  );
  const pick = (of: 'mean' | 'sd') => Object.fromEntries(line.map(([metric, seeds]) => [metric, seeds[of]])) as Metrics;
  const described = runs.map(({ seed, scores }) => ({ seed, ...scores.metrics }));
  return { role, name, parameterCount, byteCount, mean: pick('mean'), sd: pick('sd'), runs: described };
}
