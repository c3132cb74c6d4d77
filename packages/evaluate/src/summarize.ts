import { PipelineError } from '@tsdistill/contracts';
import { chooseBlockLength, drawBlocks, type Resampling } from './bootstrap';
import {
  compareModels,
  inSeedOrder,
  type Loss,
  lossesOf,
  meanOf,
  type ReferenceModel,
  type ScoredModel,
} from './compare-models';
import type { EvaluateConfig } from './config';
import { judgeExperiment } from './judge-experiment';
import { METRICS, type Metrics } from './metrics';
import type { ScoredBaseline, ScoredExperiment } from './scored-experiment';
import { overSeeds, type Retention, retentionOf } from './significance';
import type { Comparison, EvaluationSummary, ModelSummary, Role } from './summary';

/**
 * All that one experiment showed, as plain data: metrics, differences with intervals, retention, verdict.
 *
 * @throws PipelineError WINDOWS_DIFFER, SEEDS_UNPAIRED (student and twin), LOSS_ZERO
 */
export function summarize(scored: ScoredExperiment, config: EvaluateConfig): EvaluationSummary {
  checkRuns(scored);
  const { experiment, horizon, channels, student, honesty } = scored;
  const resampling = drawFor(scored, config);
  const { windowCount, blockLength } = resampling;
  const { before, after } = referencesOf(scored);
  const compareAll = (metric: Loss) => (model: ReferenceModel) => compareModels(student, model, { metric, resampling });
  const comparisons = [...before, ...after].flatMap((model) => [compareAll('mse')(model), compareAll('mae')(model)]);
  return {
    experiment,
    split: config.split,
    horizon,
    channels,
    windowCount,
    bootstrap: { ...config.bootstrap, blockLength },
    models: [...before, { ...student, role: 'student' as const }, ...after].map(describe),
    comparisons,
    retention: retain(scored, resampling),
    ...judgeExperiment(scored, { comparisons, resampling, config }),
    honesty,
    ...(scored.chosen && scored.chosen.length > 0 && { chosen: scored.chosen }),
  };
}

/** Every model but the student, by its place in the table before or after it. */
function referencesOf({ teacher, members, student, twin, placebos, rivals, baselines }: ScoredExperiment) {
  const as = (role: Comparison['role'], models: readonly ScoredModel[]): ReferenceModel[] =>
    models.map((model) => ({ ...inSeedOrder(model, student), role }));
  return {
    before: [...as('teacher', [teacher]), ...as('member', members)],
    after: [...as('twin', [twin]), ...as('placebo', placebos), ...as('rival', rivals), ...baselines.map(baselineModel)],
  };
}

function baselineModel({ name, scores }: ScoredBaseline): ReferenceModel {
  return {
    role: 'baseline',
    name,
    parameterCount: null,
    byteCount: null,
    tuned: false,
    runs: [{ seed: null, scores }],
  };
}

function drawFor({ student, horizon, stride }: ScoredExperiment, { bootstrap }: EvaluateConfig): Resampling {
  const windowCount = lossesOf(student, 'mse')[0]?.means.length ?? 0;
  return drawBlocks(windowCount, chooseBlockLength(windowCount, horizon, stride), bootstrap);
}

function checkRuns(scored: ScoredExperiment): void {
  const { student, twin } = scored;
  const { before, after } = referencesOf(scored);
  const expected = student.runs[0]?.scores.losses.mse.means.length ?? 0;
  for (const { name, runs } of [...before, student, ...after])
    for (const { scores } of runs) {
      const found = scores.losses.mse.means.length;
      if (found !== expected) throw new PipelineError('WINDOWS_DIFFER', { model: name, found, expected });
    }
  const seedsOf = ({ runs }: ScoredModel) => runs.map(({ seed }) => seed);
  refuseUnpaired(seedsOf(student), seedsOf(twin));
}

type Seeds = readonly (number | null)[];

/** Seed by seed the student stands beside its twin. @throws PipelineError SEEDS_UNPAIRED */
export function refuseUnpaired(students: Seeds, twins: Seeds): void {
  const [student, twin] = [students.join(', '), twins.join(', ')];
  if (student !== twin) throw new PipelineError('SEEDS_UNPAIRED', { student, twin });
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

function describe({ runs, ...model }: ScoredModel & { role: Role }): ModelSummary {
  const overall = runs.map((run): Readonly<Record<string, number | null>> => {
    return { ...run.scores.metrics.overall, ...run.quantiles };
  });
  const names = [...METRICS, ...Object.keys(runs[0]?.quantiles ?? {})];
  const line = names.map((name) => [name, overSeeds(overall.map((metrics) => metrics[name] ?? null))] as const);
  const pick = (of: 'mean' | 'sd') => Object.fromEntries(line.map(([metric, seeds]) => [metric, seeds[of]])) as Metrics;
  const described = runs.map(({ seed, scores, quantiles }) => {
    return { seed, ...scores.metrics, overall: { ...scores.metrics.overall, ...quantiles } };
  });
  return { ...model, mean: pick('mean'), sd: pick('sd'), runs: described };
}
