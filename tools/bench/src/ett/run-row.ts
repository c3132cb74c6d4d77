import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvaluationSummary, openEvaluation } from '@tsdistill/contracts';
import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { ModelName } from './models';
import type { Distillation, Row, Stack } from './rows';
import type { Stages } from './stages';

/** Mean over seeds and sample standard deviation; null for what stands alone. */
export interface Score {
  readonly mean: number;
  readonly sd: number | null;
}

/** What one row of the table shows. */
export interface RowResult {
  readonly parameterCount: number;
  readonly seedCount: number;
  readonly mse: Score;
  readonly mae: Score;
  /** Of the training of seed 0; of all, one after the other, for a mean of several. */
  readonly trainingSeconds: number;
  /** Absent for what has no teacher or no twin. */
  readonly verdict?: RowVerdict;
  /** What was chosen. */
  readonly chosen?: string;
}

export interface RowVerdict {
  readonly outcome: EvaluationSummary['verdict']['outcome'];
  /** Student's MSE / twin's MSE − 1. */
  readonly toTwin: number;
  readonly nonInferiority: EvaluationSummary['nonInferiority']['outcome'];
}

/** Runs what a row needs and does not have yet, and reads its scores. */
export async function runRow(name: string, row: Row, stages: Stages): Promise<RowResult> {
  switch (row.kind) {
    case 'alone':
      return readScores(await evaluateAlone(row.model, stages), 'student', [await stages.alone(row.model, 0)]);
    case 'mean': {
      const models = await Promise.all(stages.seedsOf(row.model).map((seed) => stages.alone(row.model, seed)));
      return readScores(await evaluateAlone(row.model, stages), 'teacher', models);
    }
    case 'distilled':
      return runDistilled(name, row, stages);
    case 'chosen':
      return runChosen(name, row, stages);
  }
}

/** A model stands in as student, as its own twin, and the mean of its seeds as teacher. */
async function evaluateAlone(model: ModelName, stages: Stages): Promise<EvaluationSummary> {
  const own = (seed: number) => stages.alone(model, seed);
  const seeds = stages.seedsOf(model);
  const teachers = await stages.teachers({ model, seeds });
  return openEvaluation(await stages.evaluate({ name: model, seeds, student: own, twin: own, teachers })).summary;
}

async function runDistilled(name: string, distillation: Distillation, stages: Stages): Promise<RowResult> {
  const student = (seed: number) => stages.distilled(distillation, seed);
  const twin = (seed: number) => stages.alone(distillation.student, seed);
  const seeds = stages.seedsOf(distillation.student);
  const teachers = await stages.teachers(distillation.teacher);
  const { summary } = openEvaluation(await stages.evaluate({ name, seeds, student, twin, teachers }));
  return { ...readScores(summary, 'student', [await student(0)]), verdict: readVerdict(summary) };
}

/** Only the chosen student is looked at on test. */
async function runChosen(name: string, row: Row & { kind: 'chosen' }, stages: Stages): Promise<RowResult> {
  const contenders = row.candidates.map((candidate) =>
    'stacked' in candidate ? stackContender(name, candidate, stages) : distilledContender(name, candidate, stages),
  );
  const validated = await Promise.all(
    contenders.map(async (contender) => ({ ...contender, ...(await contender.validate()) })),
  );
  const best = chooseSmall(validated, row.limit);
  return { ...(await best.test()), chosen: best.label };
}

/** What stands for a choice: its scores on validation, and on test once it is chosen. */
interface Contender {
  readonly label: string;
  validate(): Promise<RowResult>;
  test(): Promise<RowResult>;
}

function distilledContender(name: string, distillation: Distillation, stages: Stages): Contender {
  const student = (seed: number) => stages.distilled(distillation, seed);
  const seeds = stages.seedsOf(distillation.student);
  return {
    label: labelOf(distillation),
    validate: async () => {
      const teachers = await stages.teachers(distillation.teacher);
      const task = { name, seeds, student, twin: student, teachers, split: 'validation' } as const;
      return readScores(openEvaluation(await stages.evaluate(task)).summary, 'student', [await student(0)]);
    },
    test: () => runDistilled(name, distillation, stages),
  };
}

/** Scored where the table of an evaluation has the teacher, which several models may be; the first of them stands in as student and twin. */
function stackContender(name: string, { stacked, per }: Stack, stages: Stages): Contender {
  const [seeds = []] = stacked.map(({ student }) => stages.seedsOf(student)).sort((a, b) => a.length - b.length);
  async function evaluateSeed(seed: number, split: 'test' | 'validation'): Promise<RowResult> {
    const teachers = await Promise.all(stacked.map((member) => stages.asTeacher(member, seed)));
    const models = teachers.map(({ model }) => model);
    const standIn = () => Promise.resolve(models[0] ?? '');
    const scored = { name, seeds: [seed], student: standIn, twin: standIn, teachers, split };
    const folder = await stages.evaluate({ ...scored, combine: { by: 'stacking', per } });
    return readScores(openEvaluation(folder).summary, 'teacher', models);
  }
  const evaluateAll = async (split: 'test' | 'validation') =>
    overSeeds(await Promise.all(seeds.map((seed) => evaluateSeed(seed, split))));
  const label = `${stacked.map(({ student }) => student).join(' + ')}, stacked by ${per}`;
  return { label, validate: () => evaluateAll('validation'), test: () => evaluateAll('test') };
}

function labelOf({ student, settings }: Distillation): string {
  return `${student} ${JSON.stringify(settings)}`;
}

/** Results of one seed each as one; what a training takes is that of the first. */
function overSeeds(results: readonly RowResult[]): RowResult {
  const [first] = results;
  if (!first) throw new RangeError('no seed');
  const score = (metric: 'mse' | 'mae'): Score => {
    const means = results.map((result) => result[metric].mean);
    return { mean: mean(means), sd: means.length > 1 ? sampleStandardDeviation(means) : null };
  };
  return { ...first, seedCount: results.length, mse: score('mse'), mae: score('mae') };
}

/** The lowest mean mse of at most `limit` parameters. @throws RangeError when none is that small */
export function chooseSmall<Scored extends Pick<RowResult, 'parameterCount' | 'mse'>>(
  candidates: readonly Scored[],
  limit: number,
): Scored {
  const small = candidates.filter(({ parameterCount }) => parameterCount <= limit);
  const [best] = small.sort((a, b) => a.mse.mean - b.mse.mean);
  if (!best) throw new RangeError(`no candidate has at most ${limit} parameters`);
  return best;
}

function readScores(summary: EvaluationSummary, role: 'student' | 'teacher', trained: readonly string[]): RowResult {
  const model = summary.models.find((one) => one.role === role);
  const score = (metric: string): Score => ({ mean: model?.mean[metric] ?? NaN, sd: model?.sd[metric] ?? null });
  const trainingSeconds = trained.reduce((sum, folder) => sum + secondsOf(folder), 0);
  const seedCount = summary.models.find((one) => one.role === 'student')?.runs.length ?? NaN;
  return {
    parameterCount: model?.parameterCount ?? NaN,
    seedCount,
    mse: score('mse'),
    mae: score('mae'),
    trainingSeconds,
  };
}

function readVerdict({ verdict, comparisons, nonInferiority }: EvaluationSummary): RowVerdict {
  const toTwin = comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse');
  return {
    outcome: verdict.outcome,
    toTwin: toTwin?.relative.value ?? NaN,
    nonInferiority: nonInferiority.outcome,
  };
}

function secondsOf(model: string): number {
  const measured = JSON.parse(readFileSync(join(model, 'measured.json'), 'utf8')) as {
    readonly trainingSeconds: number;
  };
  return measured.trainingSeconds;
}
