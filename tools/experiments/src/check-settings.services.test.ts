import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { checkSettings } from './check-settings';
import { closureOf } from './stage-packages';

const REPOSITORY = resolve(__dirname, '../../..');
const STUDENT = 'data/configs/students/small/student.json';
const EXPERIMENT = 'data/configs/experiments/trial/experiment.json';
const MEMO = 'data/work/checked-configs.txt';
const SOURCE = 'packages/pipeline/src/index.ts';

const root = temporaryFolder();
/** The compiled command line and its sources, as they are; npm packages are linked. */
beforeAll(() => {
  for (const folder of closureOf(REPOSITORY, 'packages/pipeline').packages)
    for (const part of ['dist', 'src', 'package.json'])
      cpSync(join(REPOSITORY, folder, part), join(root, folder, part), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
});

const training = { epochs: 1, learningRate: 0.1 };
const model = { architecture: 'mlp', lookback: 4 };

function write(file: string, value: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(value));
}
const student = (settings: object) => write(STUDENT, { dataset: 'd', seeds: [0], student: settings });
const experiment = (distillation: object) => write(EXPERIMENT, { student: 'small', teachers: ['big'], distillation });
const told = (...files: string[]) => {
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  return checkSettings(root, { files, texts }).map(([file, { code, message, hint }]) => [file, code, message, hint]);
};

it('remembers what passed, and does not ask again', () => {
  student({ model, training });
  experiment({ alpha: [0.3, 0.5] });
  expect(told(STUDENT, EXPERIMENT)).toEqual([]);
  expect(readFileSync(join(root, MEMO), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  const program = join(root, 'packages/pipeline/dist/check-configs-main.js');
  const code = readFileSync(program, 'utf8');
  writeFileSync(program, 'process.stdout.write("[]"); require("fs").writeFileSync("asked", "")');
  expect(told(STUDENT, EXPERIMENT)).toEqual([]);
  expect(existsSync(join(root, 'asked'))).toBe(false);
  writeFileSync(program, code);
});

it.each([
  [
    { model, training: { ...training, learningRat: 0.1 } },
    'CONFIG_UNKNOWN_KEY',
    'there is no setting "student.training.learningRat"',
    'Did you mean "learningRate"?',
  ],
  [
    { model: { ...model, architecture: 'lstmm' }, training },
    'CONFIG_UNKNOWN_VALUE',
    '"student.model.architecture" is "lstmm"; it can be linear,',
    'Did you mean "lstm"?',
  ],
  [
    { model: { ...model, options: { hiden: 8 } }, training },
    'CONFIG_UNKNOWN_KEY',
    'there is no setting "student.model.options.hiden"; there is hidden,',
    'Did you mean "hidden"?',
  ],
  [
    { model, training: { ...training, weightDecay: 0.1 } },
    'CONFIG_INVALID',
    '"student.training.weightDecay": only the optimizer "adamw" decays weights',
    'README',
  ],
])('refuses %j in a student', (settings, code, message, hint) => {
  student(settings);
  const [problem = []] = told(STUDENT);
  expect(problem.slice(0, 2)).toEqual([STUDENT, code]);
  expect(problem[2]).toContain(message);
  expect(problem[3]).toContain(hint);
  expect(told(STUDENT)).toHaveLength(1);
});

it('refuses a setting and a value of a section `distillation`, also of one member of a grid', () => {
  experiment({ alpah: 0.3 });
  expect(told(EXPERIMENT)[0]).toContain('Did you mean "alpha"?');
  experiment({ alpha: [0.5, 1.5] });
  expect(told(EXPERIMENT)[0]?.[2]).toContain('"distillation.alpha": Too big');
});

// The experiment stays as it is: what it may ask changes with its teacher, and so does whether it passed.
it('judges an experiment again when its teacher changes', () => {
  const [dataset, teacher] = ['data/configs/datasets/d/dataset.json', 'data/configs/teachers/big/teacher.json'];
  const split = { kind: 'ratio', train: 0.7, validation: 0.1 };
  write(dataset, { ingest: { files: 'x.csv', timestamp: 't', frequency: 'P1D', season: 1, horizon: 2, split } });
  const taught = (features: object) =>
    write(teacher, { dataset: 'd', 'teacher-train': { model, training }, ...features });
  student({ model, training });
  experiment({ alpha: 0.5, feature: { teacher: 'map', student: 'map' } });
  const all = [dataset, teacher, STUDENT, EXPERIMENT];
  taught({ 'soft-targets': { features: ['map'] } });
  expect(told(...all)).toEqual([]);
  taught({});
  expect(told(...all).map((problem) => problem.slice(0, 2))).toEqual([[EXPERIMENT, 'HINT_NOT_EXPORTED']]);
});

it('trusts no code that was compiled from other sources, and none that is not there', () => {
  student({ model: { ...model, architecture: 'lstmm' }, training });
  expect(told(STUDENT)).toHaveLength(1);
  const source = readFileSync(join(root, SOURCE), 'utf8');
  writeFileSync(join(root, SOURCE), `${source}export const later = 1;\n`);
  expect(told(STUDENT)).toEqual([]);
  writeFileSync(join(root, SOURCE), source);
  expect(told(STUDENT)).toHaveLength(1);
  rmSync(join(root, 'packages/pipeline/dist/.tsbuildinfo'));
  expect(told(STUDENT)).toEqual([]);
});
