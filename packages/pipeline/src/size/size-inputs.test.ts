import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { fixedDistillation, resolveInputs } from './size-inputs';

const root = temporaryFolder();
const home = process.cwd();
beforeAll(() => process.chdir(root));
afterAll(() => process.chdir(home));

function write(file: string, value: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(value));
}
const experiment = (name: string, more: object) =>
  write(`data/configs/experiments/${name}/experiment.json`, {
    student: 'small',
    teachers: ['big', 'chain', 'outside'],
    distillation: { alpha: 0.25 },
    ...more,
  });
const artifact = (folder: string) => write(`data/artifacts/${folder}/manifest.json`, {});

const training = { epochs: 2, learningRate: 0.01 };
write('data/configs/students/small/student.json', {
  dataset: 'shop',
  seeds: [3],
  student: { model: { architecture: 'linear', lookback: 8 }, training },
});
write('data/configs/teachers/big/teacher.json', { dataset: 'shop', 'teacher-train': {} });
write('data/configs/teachers/chain/teacher.json', { dataset: 'shop', experiment: 'first', seed: 2 });
write('data/configs/teachers/outside/teacher.json', { dataset: 'shop', softTargets: 'elsewhere' });
experiment('shop', {});
experiment('tuned', { distillation: { alpha: 'auto' } });

it('names the nearest experiment, and all that there are', () =>
  expect(() => resolveInputs('shpo')).toThrow(
    expect.objectContaining({
      code: 'EXPERIMENT_UNKNOWN',
      message: 'There is no experiment "shpo"; there is shop, tuned.',
      hint: 'Did you mean "shop"?',
    }),
  ));

it('names the command that makes what is missing, teacher by teacher, then the data set', () => {
  const missing = (what: string, folder: string, target: string) =>
    expect.objectContaining({
      code: 'SIZE_INPUT_MISSING',
      message: `The search reads ${what}, but there is no artifact in data/artifacts/${folder}.`,
      hint: `Run \`npx nx run shop:${target}\` first; the search itself never runs a teacher.`,
    });
  expect(() => resolveInputs('shop')).toThrow(
    missing('the soft targets of big', 'teacher-big/soft-targets', 'soft-targets'),
  );
  artifact('teacher-big/soft-targets');
  expect(() => resolveInputs('shop')).toThrow(
    missing('the soft targets of chain', 'teacher-chain/soft-targets', 'soft-targets'),
  );
  artifact('teacher-chain/soft-targets');
  artifact('teacher-outside/soft-targets');
  expect(() => resolveInputs('shop')).toThrow(missing('the data set shop', 'dataset-shop/ingest', 'ingest'));
});

it('finds soft targets, the data set, and the models of those teachers that have one here', () => {
  artifact('dataset-shop/ingest');
  artifact('teacher-big/teacher-train');
  artifact('first/student-distill-s2');
  const inputs = resolveInputs('shop');
  expect(inputs.softTargets).toEqual(
    ['big', 'chain', 'outside'].map((name) => `data/artifacts/teacher-${name}/soft-targets`),
  );
  expect(inputs.dataset).toBe('data/artifacts/dataset-shop/ingest');
  expect(inputs.teachers).toEqual([
    'data/artifacts/teacher-big/teacher-train',
    'data/artifacts/first/student-distill-s2',
  ]);
});

it('distils as the experiment says; where it leaves the weight to tuning that has not run, with the middle', () => {
  const told = resolveInputs('shop');
  expect([told.alpha, fixedDistillation(told).weights]).toEqual([null, { hard: 0.75, soft: 0.25 }]);
  const left = resolveInputs('tuned');
  expect([left.alpha, fixedDistillation(left).weights]).toEqual([0.5, { hard: 0.5, soft: 0.5 }]);
});
