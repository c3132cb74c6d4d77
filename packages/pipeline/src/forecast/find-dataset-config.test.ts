import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { findDatasetConfig } from './find-dataset-config';

const home = process.cwd();
afterAll(() => process.chdir(home));

beforeAll(() => {
  process.chdir(temporaryFolder());
  write('datasets/sales/dataset.json', {});
  write('teachers/big/teacher.json', { dataset: 'sales' });
  write('students/small/student.json', {
    dataset: 'sales',
    seeds: [0],
    student: { model: { architecture: 'linear', lookback: 4 }, training: { epochs: 1, learningRate: 0.01 } },
  });
  const experiment = { student: 'small', teachers: ['big'] };
  write('experiments/one/experiment.json', { ...experiment, distillation: { alpha: 0.5 } });
  write('experiments/grid/experiment.json', { ...experiment, distillation: { alpha: [0.3, 0.7] } });
});

function write(file: string, value: object): void {
  mkdirSync(dirname(`data/configs/${file}`), { recursive: true });
  writeFileSync(`data/configs/${file}`, JSON.stringify(value));
}

it.each([
  'one/student-distill-s0',
  'grid~alpha=0.3/student-distill-s0',
  'student-small/student-alone-s0',
  'one/refresh/student-s0',
])('finds the data set config of the model %s', (model) => {
  expect(findDatasetConfig(`data/artifacts/${model}`)).toBe('data/configs/datasets/sales/dataset.json');
});

it('finds the config of a model that is left from before its experiment became a grid', () => {
  expect(findDatasetConfig('data/artifacts/grid/student-distill-s0')).toBe('data/configs/datasets/sales/dataset.json');
});

it.each(['three/student-distill-s0', 'three~alpha=0.3/student-distill-s0', 'web'])('finds none for %s', (model) => {
  expect(findDatasetConfig(`data/artifacts/${model}`)).toBeUndefined();
});
