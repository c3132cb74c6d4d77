import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EvaluationSummary, writeArtifact } from '@tsdistill/contracts';
import { temporaryFolder } from '@tsdistill/testing';
import { ROWS } from './rows';
import { chooseSmall, type RowResult, runRow } from './run-row';
import type { EvaluationTask, Stages } from './stages';

const root = temporaryFolder();
const at = (name: string) => join(root, name);
let next = 0;

/** Scores by role, all different: student .3/.4, twin .5/.6, teacher .2/.25; `shift` is added to the student's mse, of a stack to the teacher's. */
function summaryOf({ name, combine, split = 'test' }: EvaluationTask, shift: number): EvaluationSummary {
  const metrics = (mse: number, mae: number) => ({ mse, mae });
  const run = { seed: 0, overall: {}, perChannel: [], perStep: [] };
  const model = (
    role: 'student' | 'twin' | 'teacher',
    parameterCount: number,
    [mse, mae]: readonly [number, number],
  ) => ({
    ...{ role, name: role, parameterCount, byteCount: 0, tuned: false, runs: [run] },
    ...{ mean: metrics(mse, mae), sd: role === 'teacher' ? { mse: null, mae: null } : metrics(0.01, 0.02) },
  });
  const estimate = (value: number) => ({ value, interval: null });
  const comparison = (role: 'twin' | 'teacher', metric: 'mse' | 'mae', value: number) => ({
    ...{ reference: role, role, metric, seeds: [] },
    ...{ difference: estimate(9), relative: estimate(value) },
  });
  return EvaluationSummary.parse({
    ...{ experiment: name, split, horizon: 96, channels: ['a'], windowCount: 1 },
    bootstrap: { resamples: 1, level: 0.95, seed: 0, blockLength: 1 },
    models: [
      model('teacher', 300, [combine ? 0.2 + shift : 0.2, 0.25]),
      model('student', 145, [0.3 + shift, 0.4]),
      model('twin', 145, [0.5, 0.6]),
    ],
    comparisons: [comparison('teacher', 'mse', 0.5), comparison('twin', 'mae', -0.3), comparison('twin', 'mse', -0.4)],
    retention: { kind: 'undefined', reason: 'none' },
    nonInferiority: { outcome: 'inferior', margin: 0.025, relative: estimate(0.5), sentence: '' },
    verdict: { outcome: 'helps', disagreeingSeeds: [], sentence: '' },
    placebo: null,
    honesty: { leaks: [], unknown: [], labelMatches: [] },
  });
}

/**
 * Stages that were run already: models that took 1, 10 and 100 s by seed, 7 times that when distilled. The student whose settings
 * give its teacher the weight 4 is .1 better than others.
 */
function storedStages(asked: EvaluationTask[] = [], stackShift = 1): Stages {
  const model = (folder: string, seconds: number) => {
    mkdirSync(at(folder), { recursive: true });
    writeFileSync(join(at(folder), 'measured.json'), JSON.stringify({ trainingSeconds: seconds }));
    return Promise.resolve(at(folder));
  };
  const shiftOf = ({ combine, seeds }: EvaluationTask, student: string) => {
    if (typeof combine === 'object') return stackShift + (seeds[0] ?? 0) / 10 - (combine.per === 'channel' ? 0.05 : 0);
    return student.includes('soft4') ? -0.1 : 0;
  };
  return {
    seedsOf: () => [0, 1, 2],
    dataset: () => Promise.reject(new Error('not asked for')),
    teachers: ({ model: name, seeds }) =>
      Promise.all(seeds.map(async (seed) => ({ model: await model(`${name}-${seed}`, 10 ** seed), softTargets: '' }))),
    asTeacher: async ({ student }, seed) => ({ model: await model(`${student}-${seed}`, 10 ** seed), softTargets: '' }),
    alone: (name, seed) => model(`${name}-${seed}`, 10 ** seed),
    distilled: ({ student, settings }, seed) =>
      model(`${student}-${JSON.stringify(settings).replace(/\W/g, '')}-${seed}`, 7 * 10 ** seed),
    evaluate: async (task) => {
      const out = at(`evaluation-${asked.push(task)}-${task.name}-${next++}`);
      const summary = summaryOf(task, shiftOf(task, await task.student(0)));
      const meta = { split: summary.split, horizon: 96, channels: ['a'], windowCount: 1, models: [] };
      await writeArtifact(out, { kind: 'evaluation', config: {}, inputs: {} }, (draft) => {
        draft.json('summary.json', summary);
        return Promise.resolve({ ...meta, outcome: summary.verdict.outcome });
      });
      return out;
    },
  };
}

it('a model alone shows its own scores and time, and no verdict', async () => {
  expect(await runRow('nlinear', ROWS.nlinear, storedStages())).toEqual({
    ...{
      parameterCount: 145,
      seedCount: 1,
      mse: { mean: 0.3, sd: 0.01 },
      mae: { mean: 0.4, sd: 0.02 },
      trainingSeconds: 1,
    },
  });
});

it('a mean of seeds shows the scores of the teacher that they make, and the time of all', async () => {
  const asked: EvaluationTask[] = [];
  expect(await runRow('mean', ROWS.mean, storedStages(asked))).toEqual({
    ...{
      parameterCount: 300,
      seedCount: 1,
      mse: { mean: 0.2, sd: null },
      mae: { mean: 0.25, sd: null },
      trainingSeconds: 111,
    },
  });
  expect(asked.map(({ teachers }) => teachers.map(({ model }) => model))).toEqual([
    [0, 1, 2].map((seed) => at(`seg-rnn-256-${seed}`)),
  ]);
});

it('a distilled student shows its own scores and time beside its twin and its teacher', async () => {
  const asked: EvaluationTask[] = [];
  expect(await runRow('rlinear-distilled', ROWS['rlinear-distilled'], storedStages(asked))).toEqual({
    ...{
      parameterCount: 145,
      seedCount: 1,
      mse: { mean: 0.3, sd: 0.01 },
      mae: { mean: 0.4, sd: 0.02 },
      trainingSeconds: 7,
    },
    verdict: { outcome: 'helps', toTwin: -0.4, nonInferiority: 'inferior' },
  });
  expect(await asked[0]!.twin(2)).toBe(at('rlinear-2'));
});

it('the chosen student is compared on validation and looked at on test alone', async () => {
  const asked: EvaluationTask[] = [];
  const row = ROWS.best;
  const result = await runRow('best', row, storedStages(asked));
  expect(result.chosen).toMatch(/^sparse-tsf .*"soft":4/);
  expect(result.mse.mean).toBeCloseTo(0.2, 12);
  // A stack is three evaluations, one a seed; an evaluation of a student is of all its seeds.
  const splits = asked.map(({ split = 'test' }) => split);
  expect(splits).toEqual([...Array(row.candidates.length + 3 * 2).fill('validation'), 'test']);
});

it('a stack is scored as the teacher that its members make, seed by seed', async () => {
  const asked: EvaluationTask[] = [];
  const result = await runRow('best', ROWS.best, storedStages(asked, -0.3));
  expect(result.chosen).toBe('seg-rnn-112 + sparse-tsf + sparse-tsf + sparse-tsf-mlp, stacked by channel');
  // .2 − .3 + .1 seed − .05
  expect(result).toMatchObject({ parameterCount: 300, seedCount: 3, trainingSeconds: 4, mae: { mean: 0.25, sd: 0 } });
  expect([result.mse.mean, result.mse.sd]).toEqual([expect.closeTo(-0.05, 12), expect.closeTo(0.1, 12)]);
  expect(result.verdict).toBeUndefined();
  const tested = asked.filter(({ split }) => split === 'test');
  expect(tested.map(({ combine }) => combine)).toEqual(Array(3).fill({ by: 'stacking', per: 'channel' }));
  expect(tested.map(({ teachers }) => teachers.map(({ model }) => model))).toEqual(
    [0, 1, 2].map((seed) =>
      ['seg-rnn-112', 'sparse-tsf', 'sparse-tsf', 'sparse-tsf-mlp'].map((model) => at(`${model}-${seed}`)),
    ),
  );
});

const candidate = (parameterCount: number, mean: number): Pick<RowResult, 'parameterCount' | 'mse'> => {
  return { parameterCount, mse: { mean, sd: null } };
};
const CANDIDATES = [candidate(145, 0.7), candidate(100_000, 0.6), candidate(100_001, 0.5)];

it('chooses the lowest validation mse of those that are just small enough', () => {
  expect(chooseSmall(CANDIDATES, 100_000)).toBe(CANDIDATES[1]);
  expect(chooseSmall(CANDIDATES, 100_001)).toBe(CANDIDATES[2]);
  expect(chooseSmall(CANDIDATES, 99_999)).toBe(CANDIDATES[0]);
});

it('refuses when none is small enough, with the limit', () => {
  expect(() => chooseSmall(CANDIDATES, 144)).toThrow('no candidate has at most 144 parameters');
});
