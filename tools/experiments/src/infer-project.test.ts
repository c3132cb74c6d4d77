import { inferProject } from './infer-project';
import type { Dataset, Experiment, Student, Teacher } from './resolve-configs';

const ROOT = process.cwd();

const dataset: Dataset = {
  kind: 'dataset',
  name: 'tiny',
  file: 'data/configs/datasets/tiny/dataset.json',
  config: { ingest: { csv: '../tiny.csv' } },
};
const teacher: Teacher = {
  kind: 'teacher',
  name: 'big',
  file: 'data/configs/teachers/big/teacher.json',
  config: { dataset: 'tiny', 'teacher-train': {} },
  dataset,
};
const outsider: Teacher = {
  ...teacher,
  name: 'elsewhere',
  file: 'data/configs/teachers/elsewhere/teacher.json',
  config: { dataset: 'tiny', softTargets: 'forecasts' },
};
const student: Student = {
  kind: 'student',
  name: 'small',
  file: 'data/configs/students/small/student.json',
  config: { dataset: 'tiny', seeds: [0, 7], student: {} },
  dataset,
};
const experiment: Experiment = {
  kind: 'experiment',
  name: 'trial',
  file: 'data/configs/experiments/trial/experiment.json',
  config: { student: 'small', teachers: ['big', 'elsewhere'], distillation: {}, tags: ['default'] },
  student,
  teachers: [teacher, outsider],
};

const projects = Object.fromEntries(
  [dataset, teacher, outsider, student, experiment].map((config) => {
    const project = inferProject(ROOT, config);
    return [project.name ?? '', project];
  }),
);
const target = (project: string, name: string) => projects[project]!.targets![name]!;
/** Tasks that a target waits for, without builds. */
const waitsFor = (project: string, name: string): string[] =>
  (target(project, name).dependsOn ?? [])
    .map((dependency) => dependency as { projects: string[]; target: string })
    .filter((dependency) => dependency.target !== 'build')
    .map((dependency) => `${dependency.projects.join()}:${dependency.target}`);
const inputs = (project: string, name: string) => target(project, name).inputs as Record<string, unknown>[];
const compiledCode = (project: string, name: string) =>
  String(
    inputs(project, name).find((input) => String(input['dependentTasksOutputFiles']).includes('dist'))![
      'dependentTasksOutputFiles'
    ],
  );

it('makes one project of each thing that is made once', () => {
  expect(Object.keys(projects)).toEqual(['dataset-tiny', 'teacher-big', 'teacher-elsewhere', 'student-small', 'trial']);
  expect(Object.keys(projects['trial']!.targets!)).toEqual([
    'ingest',
    'teacher-train',
    'soft-targets',
    'student-alone',
    'student-distill-s0',
    'student-distill-s7',
    'student-distill',
    'evaluate',
  ]);
  expect(projects['trial']!.tags).toEqual(['type:experiment', 'default']);
});

it('writes the artifact of a task below its project and its name', () => {
  expect(target('trial', 'student-distill-s7').outputs).toEqual([
    '{workspaceRoot}/data/artifacts/trial/student-distill-s7',
  ]);
  expect(target('trial', 'student-distill-s7').command).toBe(
    'node packages/pipeline/bin/tsdistill.js student-distill --config data/configs/students/small/student.json ' +
      '--dataset data/artifacts/dataset-tiny/ingest --seed 7 --experiment data/configs/experiments/trial/experiment.json ' +
      '--soft-targets data/artifacts/teacher-big/soft-targets --soft-targets data/artifacts/teacher-elsewhere/soft-targets ' +
      '--out data/artifacts/trial/student-distill-s7',
  );
});

it('lets a student wait for forecasts, never for a teacher', () => {
  expect(waitsFor('trial', 'student-distill-s0')).toEqual([
    'dataset-tiny:ingest',
    'teacher-big:soft-targets',
    'teacher-elsewhere:soft-targets',
    'engine:provision',
  ]);
  expect(waitsFor('student-small', 'student-alone-s7')).toEqual(['dataset-tiny:ingest', 'engine:provision']);
});

it('compares every seed with its twin', () => {
  expect(waitsFor('trial', 'evaluate')).toEqual([
    'dataset-tiny:ingest',
    'teacher-big:soft-targets',
    'teacher-elsewhere:soft-targets',
    'teacher-big:teacher-train',
    'trial:student-distill-s0',
    'trial:student-distill-s7',
    'student-small:student-alone-s0',
    'student-small:student-alone-s7',
    'engine:provision',
  ]);
});

it('needs no engine where no tensor is computed', () => {
  expect(waitsFor('dataset-tiny', 'ingest')).toEqual([]);
  expect(waitsFor('teacher-elsewhere', 'soft-targets')).toEqual(['dataset-tiny:ingest']);
});

it('points from an experiment to the stages it shares', () => {
  expect(waitsFor('trial', 'ingest')).toEqual(['dataset-tiny:ingest']);
  expect(waitsFor('trial', 'teacher-train')).toEqual(['teacher-big:teacher-train']);
  expect(waitsFor('trial', 'soft-targets')).toEqual(['teacher-big:soft-targets', 'teacher-elsewhere:soft-targets']);
  expect(waitsFor('trial', 'student-alone')).toEqual(['student-small:student-alone']);
});

it('hashes only the keys of a config that the stage reads', () => {
  const read = (project: string, name: string) => inputs(project, name).filter((input) => 'json' in input);
  expect(read('dataset-tiny', 'ingest')).toEqual([{ json: `{workspaceRoot}/${dataset.file}`, fields: ['ingest'] }]);
  expect(read('trial', 'student-distill-s0')).toEqual([
    { json: `{workspaceRoot}/${student.file}`, fields: ['student'] },
    { json: `{workspaceRoot}/${experiment.file}`, fields: ['teachers', 'distillation'] },
  ]);
  expect(read('trial', 'evaluate')).toEqual([
    { json: `{workspaceRoot}/${experiment.file}`, fields: ['student', 'teachers', 'evaluate'] },
  ]);
});

it('hashes the compiled code of the packages that the stage imports, and not of the command line', () => {
  expect(compiledCode('dataset-tiny', 'ingest')).toBe('{packages/ingest,packages/contracts}/dist/**/*.js');
  expect(compiledCode('trial', 'evaluate')).toContain('packages/forecasting');
  for (const [project, name] of [
    ['trial', 'evaluate'],
    ['teacher-big', 'teacher-train'],
    ['student-small', 'student-alone-s0'],
  ] as const)
    expect(compiledCode(project, name)).not.toMatch(/pipeline|ingest/);
});

it('hashes of an artifact its manifest only, so that times and logs count for nothing', () => {
  const files = inputs('trial', 'evaluate').flatMap((input) => input['dependentTasksOutputFiles'] ?? []);
  expect(files).toEqual([compiledCode('trial', 'evaluate'), 'data/artifacts/*/*/{manifest,engine}.json']);
});

it('fingerprints data that Nx does not see', () => {
  const commands = (project: string, name: string) => inputs(project, name).flatMap((input) => input['runtime'] ?? []);
  expect(commands('dataset-tiny', 'ingest')).toEqual([`node tools/experiments/fingerprint.js ${dataset.file}`]);
  expect(commands('teacher-elsewhere', 'soft-targets')).toEqual([
    `node tools/experiments/fingerprint.js ${outsider.file}`,
  ]);
  expect(commands('trial', 'evaluate')).toEqual([]);
});

it('writes embedded data before it is read', () => {
  const embedded: Dataset = { ...dataset, config: { source: 'flights', ingest: { csv: 'data/raw/tiny.csv' } } };
  const { targets } = inferProject(ROOT, embedded);
  expect(targets!['source']!.command).toBe('node tools/sources/dist/main.js flights --out data/raw/tiny.csv');
  expect(targets!['source']!.outputs).toEqual(['{workspaceRoot}/data/raw/tiny.csv']);
  expect(targets!['ingest']!.dependsOn).toContainEqual({ projects: ['dataset-tiny'], target: 'source' });
  // An output of a task is in Nx's sight, wherever it lies: no program needs to be started for it.
  expect(targets!['ingest']!.inputs).toContainEqual({ dependentTasksOutputFiles: 'data/raw/tiny.csv' });
  expect(JSON.stringify(targets!['ingest']!.inputs)).not.toContain('runtime');
});

it('is affected by an edit of what it is made from', () => {
  expect(projects['trial']!.implicitDependencies).toEqual([
    'student-small',
    'teacher-big',
    'teacher-elsewhere',
    'student-distill',
    'evaluate',
  ]);
});
