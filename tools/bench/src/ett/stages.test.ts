import type { Trial, Trials } from '@tsdistill/pipeline';
import { MODELS } from './models';
import { ROWS } from './rows';
import { createStages } from './stages';

/** @file Which artifact goes where, read off the trials that are asked for; running them is the subject of the pipeline's tests. */

/** Trials whose artifacts are their own descriptions, so that an input tells everything it was made from. */
const described: Trials = {
  run: async (trial) => JSON.stringify(trial),
  close: async () => undefined,
};
const read = (folder: string) => JSON.parse(folder) as Trial & { artifacts: Record<string, string | string[]> };
const each = (folders: string | string[] | undefined) => [folders ?? []].flat().map(read);
const stages = createStages(described, 'data/ETTh1.csv', 96);
const far = createStages(described, 'data/ETTh1.csv', 192);

/** Model and seed of a trained student. */
const trainedOf = ({ configs, flags }: Trial) => [(configs['config'] as { student: object }).student, flags?.['seed']];

it('trains alone on the data set of its horizon, without an experiment', async () => {
  const trial = read(await far.alone('rlinear', 2));
  expect(trial).toMatchObject({ command: 'student-distill', flags: { seed: 2 } });
  expect(Object.keys(trial.configs)).toEqual(['config']);
  expect(Object.keys(trial.artifacts)).toEqual(['dataset']);
  const [dataset] = each(trial.artifacts['dataset']);
  expect(dataset?.configs['config']).toMatchObject({ ingest: { files: 'data/ETTh1.csv', horizon: 192, season: 24 } });
});

it('distils from the soft targets of every teacher in the set', async () => {
  const trial = read(await stages.distilled(ROWS['sparse-tsf-distilled'], 1));
  expect(trainedOf(trial)).toEqual([MODELS['sparse-tsf'], 1]);
  expect(trial.configs['experiment']).toMatchObject({ distillation: ROWS['sparse-tsf-distilled'].settings });
  const teachers = each(trial.artifacts['soft-targets']);
  expect(teachers.map(({ command }) => command)).toEqual(Array(3).fill('soft-targets'));
  expect(teachers.map(({ artifacts }) => trainedOf(read(String(artifacts?.['teacher']))))).toEqual(
    [0, 1, 2].map((seed) => [MODELS['seg-rnn-256'], seed]),
  );
});

it('evaluates students and twins of the same seeds in the same order, beside their teachers', async () => {
  const row = ROWS['mlp-response'];
  const folder = await stages.evaluate({
    name: 'mlp-response',
    seeds: [0, 1, 2],
    student: (seed) => stages.distilled(row, seed),
    twin: (seed) => stages.alone(row.student, seed),
    teachers: await stages.teachers(row.teacher),
    split: 'validation',
  });
  const trial = read(folder);
  expect(trial).toMatchObject({ command: 'evaluate', name: 'mlp-response' });
  expect(trial.configs['config']).toMatchObject({ evaluate: { split: 'validation', margin: 0.025 } });
  const [students, twins] = [each(trial.artifacts['student']), each(trial.artifacts['twin'])];
  expect(students.map(({ flags }) => flags?.['seed'])).toEqual([0, 1, 2]);
  expect(students.every(({ artifacts }) => artifacts?.['soft-targets'] !== undefined)).toBe(true);
  expect(twins.map(trainedOf)).toEqual([0, 1, 2].map((seed) => [MODELS['two-branch-mlp'], seed]));
  expect(twins.every(({ artifacts }) => artifacts?.['soft-targets'] === undefined)).toBe(true);
  const teachers = each(trial.artifacts['teacher']);
  expect(teachers.map(trainedOf)).toEqual([0, 1, 2].map((seed) => [MODELS.itransformer, seed]));
});

it('has a distilled student teach, and stacks teachers where it is told to', async () => {
  const teachers = await Promise.all(
    [ROWS['sparse-tsf-distilled'], ROWS['rlinear-distilled']].map((row) => stages.asTeacher(row, 1)),
  );
  const standIn = () => Promise.resolve(teachers[0]!.model);
  const combine = { by: 'stacking', per: 'model' } as const;
  const task = { name: 'stack', seeds: [1], student: standIn, twin: standIn, teachers, combine };
  const trial = read(await stages.evaluate(task));
  expect(trial.configs['config']).toMatchObject({ combine, evaluate: { split: 'test' } });
  const [models, softTargets] = [each(trial.artifacts['teacher']), each(trial.artifacts['soft-targets'])];
  expect(models.map(trainedOf)).toEqual(['sparse-tsf', 'rlinear'].map((name) => [MODELS[name as 'rlinear'], 1]));
  expect(softTargets.map(({ artifacts }) => read(String(artifacts['teacher'])))).toEqual(models);
  expect(softTargets.map(({ configs }) => configs['config'])).toMatchObject([
    { 'teacher-train': MODELS['sparse-tsf'] },
    { 'teacher-train': MODELS.rlinear },
  ]);
});

it('teaches with the seeds that a slow model has at the horizon', async () => {
  const trial = read(await far.distilled(ROWS['sparse-tsf-distilled'], 1));
  const teachers = each(trial.artifacts['soft-targets']);
  expect(teachers.map(({ artifacts }) => trainedOf(read(String(artifacts?.['teacher']))))).toEqual([
    [MODELS['seg-rnn-256'], 0],
  ]);
  expect([far.seedsOf('rlinear'), far.seedsOf('seg-rnn-256')]).toEqual([[0, 1, 2], [0]]);
});
