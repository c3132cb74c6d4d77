import type { Trial, Trials } from '@tsdistill/pipeline';
import { DistillationConfig, StudentConfig } from '@tsdistill/student-distill';
import { type Pair, PAIR_NAMES, PAIRS } from './pairs';
import { createStages } from './stages';
import { distillationOf, WAYS } from './ways';

/** @file Which artifact goes where, read off the trials that are asked for; running them is the subject of the pipeline's tests. */

/** Trials whose artifacts are their own descriptions, so that an input tells everything it was made from. */
const described: Trials = {
  run: async (trial) => JSON.stringify(trial),
  close: async () => undefined,
};
const read = (folder: unknown) =>
  JSON.parse(String(folder)) as Trial & { artifacts: Record<string, string | string[]> };
const stages = createStages(described, 'data/raw/flights.csv', PAIRS['flights-lstm']);

it('has settings that the stages take', () => {
  for (const name of PAIR_NAMES) {
    const pair: Pair = PAIRS[name];
    expect(() => StudentConfig.parse(pair.student)).not.toThrow();
    const sections = WAYS.flatMap((way) => distillationOf(way, pair) ?? []);
    // Without `quantile`, and without `model` where the architectures differ; or with `response` and `quantile` alone.
    expect(sections.length).toBe(pair.hasQuantiles ? 2 : WAYS.length - (pair.isAlike ? 1 : 2));
    for (const section of sections) expect(() => DistillationConfig.parse(section)).not.toThrow();
  }
});

it('distils from one teacher that shows the hints of the pair', async () => {
  const trial = read(await stages.distilled('feature', 2));
  expect(trial).toMatchObject({ command: 'student-distill', name: 'feature', flags: { seed: 2 } });
  expect(trial.configs['experiment']).toMatchObject({
    distillation: { weights: { hard: 1, soft: 1 }, feature: { teacher: 'cell', student: 'cell' } },
  });
  const soft = read(trial.artifacts['soft-targets']);
  expect(soft.configs['config']).toMatchObject({ 'soft-targets': { features: ['cell', 'steps'] } });
  expect(read(soft.artifacts['teacher'])).toMatchObject({ command: 'teacher-train' });
});

it('hands the teacher to the student that begins with its weights, and to no other', async () => {
  expect(read(read(await stages.distilled('model', 0)).artifacts['teacher'])).toMatchObject({
    command: 'teacher-train',
  });
  expect(read(await stages.distilled('feature', 0)).artifacts['teacher']).toBeUndefined();
});

it('compares the students of a way with those of plain response, seed by seed', async () => {
  const { artifacts } = read(await stages.compare('confidence', 'response', [0, 2]));
  const described = (role: string) => [artifacts[role]].flat().map(read);
  expect(described('student').map(({ name, flags }) => [name, flags?.['seed']])).toEqual([
    ['confidence', 0],
    ['confidence', 2],
  ]);
  expect(described('twin').map(({ name, flags }) => [name, flags?.['seed']])).toEqual([
    ['response', 0],
    ['response', 2],
  ]);
});
