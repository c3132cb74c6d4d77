import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@tsdistill/testing';
import { resolveReportInputs } from './report-inputs';

const root = temporaryFolder();
const home = process.cwd();
beforeAll(() => process.chdir(root));
afterAll(() => process.chdir(home));

function write(file: string, value: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(value));
}
write('data/configs/datasets/sales/dataset.json', { about: { licence: 'ours' }, ingest: {} });
write('data/configs/teachers/big/teacher.json', { dataset: 'sales', 'teacher-train': {} });
write('data/configs/teachers/outside/teacher.json', { dataset: 'sales', softTargets: 'elsewhere' });
write('data/configs/students/small/student.json', { dataset: 'sales', seeds: [0, 3], student: {} });
write('data/configs/students/other/student.json', { dataset: 'sales', seeds: [5], student: {} });
write('data/configs/experiments/shop/experiment.json', {
  ...{ student: 'small', teachers: ['big', 'outside'], distillation: {} },
  ...{ placebos: ['smoothed-labels'], compare: ['other'] },
});

const ARTIFACTS = [
  ...['shop/evaluate', 'dataset-sales/ingest', 'teacher-big/soft-targets', 'teacher-outside/soft-targets'],
  ...['shop/student-distill-s0', 'shop/student-distill-s3', 'student-small/student-alone-s0'],
  ...['student-small/student-alone-s3', 'shop/placebo-smoothed-labels-s0', 'shop/placebo-smoothed-labels-s3'],
  'student-other/student-alone-s5',
];
const folder = (name: string) => join('data/artifacts', name);
for (const name of ARTIFACTS) write(join(folder(name), 'manifest.json'), {});

it('finds what an experiment is made of by the names in its configs; teachers and tunings only where they are', () => {
  const { folders, dataset, configs } = resolveReportInputs('shop');
  expect(folders).toEqual({
    evaluation: folder('shop/evaluate'),
    dataset: folder('dataset-sales/ingest'),
    softTargets: [folder('teacher-big/soft-targets'), folder('teacher-outside/soft-targets')],
    teacher: [],
    student: [folder('shop/student-distill-s0'), folder('shop/student-distill-s3')],
    twin: [folder('student-small/student-alone-s0'), folder('student-small/student-alone-s3')],
    placebos: [
      { name: 'smoothed-labels', folders: [0, 3].map((seed) => folder(`shop/placebo-smoothed-labels-s${seed}`)) },
    ],
    rivals: [{ name: 'other', folders: [folder('student-other/student-alone-s5')] }],
    tunings: [],
    backtest: null,
  });
  expect(dataset).toEqual({ name: 'sales', about: { licence: 'ours' } });
  expect(Object.keys(configs)).toEqual([
    ...['shop/experiment.json', 'small/student.json', 'big/teacher.json', 'outside/teacher.json', 'sales/dataset.json'],
  ]);
});

it('takes the models of teachers and the settings that were tuned, where there are some', () => {
  write(join(folder('teacher-big/teacher-train'), 'manifest.json'), {});
  write(join(folder('shop/student-tune'), 'manifest.json'), {});
  const { folders } = resolveReportInputs('shop');
  expect([folders.teacher, folders.tunings]).toEqual([
    [folder('teacher-big/teacher-train')],
    [folder('shop/student-tune')],
  ]);
});

it('takes a backtest where there is one, and the students of a refresh to know it by', () => {
  for (const name of ['backtest', 'refresh/student-s3']) write(join(folder(`shop/${name}`), 'manifest.json'), {});
  expect(resolveReportInputs('shop').folders.backtest).toEqual({
    folder: folder('shop/backtest'),
    refreshed: [folder('shop/refresh/student-s3')],
  });
});

it('names the nearest experiment', () =>
  expect(() => resolveReportInputs('shpo')).toThrow(expect.objectContaining({ hint: 'Did you mean "shop"?' })));

it.each(ARTIFACTS)('names the folder and the command when %s is missing', (name) => {
  rmSync(join(root, folder(name)), { recursive: true });
  expect(() => resolveReportInputs('shop')).toThrow(
    expect.objectContaining({
      code: 'REPORT_INPUT_MISSING',
      message: `The report of shop needs the artifact in ${folder(name)}, which is not there.`,
      hint: '`npx nx run shop:report` runs every stage that is missing first.',
    }),
  );
  write(join(folder(name), 'manifest.json'), {});
});
