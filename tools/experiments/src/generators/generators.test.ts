import { readJson, type Tree, writeJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { generateDataset } from './dataset';
import { generateExperiment } from './experiment';
import { generateStudent } from './student';
import { generateTeacher } from './teacher';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  writeJson(tree, 'data/configs/datasets/shop/dataset.json', { ingest: { files: 'shop.csv', horizon: 14 } });
  writeJson(tree, 'data/configs/teachers/big/teacher.json', { dataset: 'shop', 'teacher-train': {} });
  writeJson(tree, 'data/configs/students/small/student.json', { dataset: 'shop', seeds: [0], student: {} });
});

const student = { name: 'tiny', dataset: 'shop', architecture: 'mlp', seeds: 2 };
const experiment = { name: 'trial', student: 'small', teachers: ['big'], alpha: [0.5] };

it('writes a data set', () => {
  const columns = { files: 'x.csv', timestamp: 'date', frequency: 'P1D', season: 7, horizon: 14 };
  generateDataset(tree, { name: 'other', ...columns });
  const split = { kind: 'ratio', train: 0.7, validation: 0.1 };
  expect(readJson(tree, 'data/configs/datasets/other/dataset.json')).toEqual({ ingest: { ...columns, split } });
});

it('writes a teacher and a student, which read two horizons unless told otherwise', () => {
  generateTeacher(tree, { name: 'large', dataset: 'shop', architecture: 'lstm' });
  generateStudent(tree, { ...student, lookback: 7 });
  const teacher = readJson(tree, 'data/configs/teachers/large/teacher.json') as { 'teacher-train': { model: object } };
  expect(teacher['teacher-train'].model).toMatchObject({ architecture: 'lstm', lookback: 28 });
  expect(readJson(tree, 'data/configs/students/tiny/student.json')).toMatchObject({
    dataset: 'shop',
    seeds: [0, 1],
    student: { model: { architecture: 'mlp', lookback: 7 } },
  });
});

it('writes an experiment; of several alphas a grid', () => {
  generateExperiment(tree, experiment);
  generateExperiment(tree, { ...experiment, name: 'grid', alpha: [0.3, 0.5] });
  const read = (name: string): unknown => readJson(tree, `data/configs/experiments/${name}/experiment.json`);
  expect(read('trial')).toEqual({ student: 'small', teachers: ['big'], distillation: { alpha: 0.5 } });
  expect(read('grid')).toMatchObject({ distillation: { alpha: [0.3, 0.5] } });
});

it.each([
  [
    'data set',
    () => generateStudent(tree, { ...student, dataset: 'shpo' }),
    '"dataset" names "shpo"',
    'Did you mean "shop"?',
  ],
  [
    'student',
    () => generateExperiment(tree, { ...experiment, student: 'smal' }),
    '"student" names "smal"',
    'Did you mean "small"?',
  ],
  [
    'teacher',
    () => generateExperiment(tree, { ...experiment, teachers: ['bigg'] }),
    '"teachers" names "bigg"',
    'Did you mean "big"?',
  ],
  ['spelling of a name', () => generateStudent(tree, { ...student, name: 'My Student' }), 'CONFIG_NAME', 'lower-case'],
])('refuses an unknown %s', (_what, generate, problem, hint) => {
  expect(generate).toThrow(problem);
  expect(generate).toThrow(hint);
});

it('overwrites nothing', () => {
  const before = tree.read('data/configs/students/small/student.json', 'utf8');
  expect(() => generateStudent(tree, { ...student, name: 'small' })).toThrow(
    'CONFIG_OCCUPIED: data/configs/students/small/student.json is there already, and nothing is overwritten.',
  );
  expect(tree.read('data/configs/students/small/student.json', 'utf8')).toBe(before);
});
