import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvaluationSummary, openEvaluation, openModel, TrainingHistory } from '@tsdistill/contracts';
import type { Pair } from './pairs';
import type { Stages } from './stages';
import { distillationOf, type Way } from './ways';

/** What one way of a pair reached, beside plain response. */
export interface WayResult {
  readonly way: Way | 'alone' | 'teacher';
  readonly mse: number;
  /** Sample standard deviation over seeds; null for the teacher and for one seed. */
  readonly sd: number | null;
  readonly mae: number;
  /** Of quantiles; null where none are forecast. */
  readonly pinball: number | null;
  /** By mse: this / response − 1 with its interval; null for the teacher and for response itself. */
  readonly toResponse: EvaluationSummary['comparisons'][number]['relative'] | null;
  readonly outcome: EvaluationSummary['verdict']['outcome'] | null;
  /** Of the trainings, as the mean over seeds; null for the teacher. */
  readonly epochSeconds: number | null;
}

/** Runs what a pair needs and does not have yet: the student alone and all ways that it allows, each compared with plain response. */
export async function runPair(
  pair: Pair,
  ways: readonly Way[],
  seeds: readonly number[],
  stages: Stages,
): Promise<readonly WayResult[]> {
  const allowed = ways.filter((way) => way !== 'response' && distillationOf(way, pair) !== undefined);
  const own = (way: Way | 'alone', folder: string, seconds: number) =>
    resultOf(way, openEvaluation(folder).summary, seconds);
  const [response, ...others] = await Promise.all(
    (['response', 'alone', ...allowed] as const).map(async (way) => {
      const folder = await stages.compare(way, 'response', seeds);
      const models = await Promise.all(
        seeds.map((seed) => (way === 'alone' ? stages.alone(seed) : stages.distilled(way, seed))),
      );
      return { folder, result: own(way, folder, meanOf(models.map(epochSeconds))) };
    }),
  );
  if (!response) throw new RangeError('response is always run');
  const plain = { ...response.result, toResponse: null, outcome: null };
  const teacher = {
    ...resultOf('teacher', openEvaluation(response.folder).summary, null),
    toResponse: null,
    outcome: null,
  };
  const [alone, ...rest] = others.map(({ result }) => result);
  return [teacher, ...(alone ? [alone] : []), plain, ...rest];
}

function resultOf(way: WayResult['way'], summary: EvaluationSummary, epochSeconds: number | null): WayResult {
  const model = summary.models.find(({ role }) => role === (way === 'teacher' ? 'teacher' : 'student'));
  const comparison = summary.comparisons.find(({ role, metric }) => role === 'twin' && metric === 'mse');
  return {
    ...{ way, mse: model?.mean['mse'] ?? NaN, sd: model?.sd['mse'] ?? null, mae: model?.mean['mae'] ?? NaN },
    pinball: model?.mean['pinball'] ?? null,
    ...{ toResponse: comparison?.relative ?? null, outcome: summary.verdict.outcome, epochSeconds },
  };
}

function epochSeconds(folder: string): number {
  const read = (name: string) => JSON.parse(readFileSync(join(openModel(folder).folder, name), 'utf8')) as unknown;
  const { trainingSeconds } = read('measured.json') as { readonly trainingSeconds: number };
  return trainingSeconds / TrainingHistory.parse(read('history.json')).length;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
