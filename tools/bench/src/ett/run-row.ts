import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvaluationSummary, openEvaluation } from '@tsdistill/contracts';
import type { ModelName } from './models';
import type { Distillation, Row } from './rows';
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
  /** Absent for a model without a teacher. */
  readonly verdict?: RowVerdict;
  /** The model that was chosen. */
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
  const folder = await stages.evaluate({ name: model, seeds, student: own, twin: own, teacher: { model, seeds } });
  return openEvaluation(folder).summary;
}

async function runDistilled(name: string, distillation: Distillation, stages: Stages): Promise<RowResult> {
  const student = (seed: number) => stages.distilled(distillation, seed);
  const twin = (seed: number) => stages.alone(distillation.student, seed);
  const seeds = stages.seedsOf(distillation.student);
  const folder = await stages.evaluate({ name, seeds, student, twin, teacher: distillation.teacher });
  const { summary } = openEvaluation(folder);
  return { ...readScores(summary, 'student', [await student(0)]), verdict: readVerdict(summary) };
}

/** Only the chosen student is looked at on test. */
async function runChosen(name: string, row: Row & { kind: 'chosen' }, stages: Stages): Promise<RowResult> {
  const candidates = await Promise.all(row.candidates.map((candidate) => validate(name, candidate, stages)));
  const best = chooseStudent(candidates, row.limit);
  const { student, settings } = best.distillation;
  return { ...(await runDistilled(name, best.distillation, stages)), chosen: `${student} ${JSON.stringify(settings)}` };
}

/** A student and what it reached on validation, as the mean over seeds. */
export interface Candidate {
  readonly distillation: Distillation;
  readonly parameterCount: number;
  readonly mse: number;
}

async function validate(name: string, distillation: Distillation, stages: Stages): Promise<Candidate> {
  const student = (seed: number) => stages.distilled(distillation, seed);
  const seeds = stages.seedsOf(distillation.student);
  const task = { name, seeds, student, twin: student, teacher: distillation.teacher, split: 'validation' as const };
  const { summary } = openEvaluation(await stages.evaluate(task));
  const { parameterCount, mse } = readScores(summary, 'student', [await student(0)]);
  return { distillation, parameterCount, mse: mse.mean };
}

/** The lowest mse of at most `limit` parameters. @throws RangeError when none is that small */
export function chooseStudent(candidates: readonly Candidate[], limit: number): Candidate {
  const [best] = candidates.filter(({ parameterCount }) => parameterCount <= limit).sort((a, b) => a.mse - b.mse);
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
