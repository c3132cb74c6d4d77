import { inferProject } from './infer-project';
import type { Dataset, Experiment, Student, Teacher } from './resolve-configs';

const ROOT = process.cwd();

const dataset: Dataset = {
  kind: 'dataset',
  name: 'tiny',
  file: 'data/configs/datasets/tiny/dataset.json',
  config: { ingest: { files: '../tiny.csv' } },
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
  placebos: [],
  rivals: [],
  members: [],
};
const folded: Teacher = {
  ...teacher,
  name: 'folded',
  file: 'data/configs/teachers/folded/teacher.json',
  config: { ...teacher.config, 'soft-targets': { folds: 2 } },
};
const chained: Teacher = {
  ...teacher,
  name: 'chained',
  file: 'data/configs/teachers/chained/teacher.json',
  config: { dataset: 'tiny', experiment: 'trial', seed: 7 },
};
const tuned: Student = {
  ...student,
  name: 'tuned',
  file: 'data/configs/students/tuned/student.json',
  config: { ...student.config, seeds: [0], tune: { learningRate: [0.1, 0.2] } },
};
const rich: Experiment = {
  ...experiment,
  name: 'rich',
  file: 'data/configs/experiments/rich/experiment.json',
  student: tuned,
  teachers: [chained, folded],
  placebos: [teacher, 'smoothed-labels'],
  rivals: [student],
};

const member: Experiment = {
  ...rich,
  name: 'rich~alpha=0.3',
  student,
  config: { ...rich.config, distillation: { alpha: 0.3 } },
  member: { grid: 'rich', label: 'alpha=0.3', settings: { alpha: 0.3 }, section: { alpha: 0.3 } },
};
const grid: Experiment = { ...rich, student, name: 'grid', members: [member] };

const projects = Object.fromEntries(
  [dataset, teacher, outsider, student, experiment, folded, chained, tuned, rich, member, grid].map((config) => {
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
  expect(Object.keys(projects).slice(0, 5)).toEqual([
    'dataset-tiny',
    'teacher-big',
    'teacher-elsewhere',
    'student-small',
    'trial',
  ]);
  expect(Object.keys(projects['trial']!.targets!)).toEqual([
    'ingest',
    'teacher-train',
    'soft-targets',
    'student-alone',
    'student-distill-s0',
    'student-distill-s7',
    'student-distill',
    'evaluate',
    'report',
    'size',
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

// Its weights are read, so that an edit of the teacher makes the student again.
it('lets a student that begins with weights of its teacher wait for its model', () => {
  const distillation = { alpha: 0.5, model: { largest: true } };
  const heir = { ...experiment, name: 'heir', teachers: [teacher], config: { ...experiment.config, distillation } };
  const task = inferProject(ROOT, heir).targets!['student-distill-s0']!;
  expect(task.command).toContain(
    '--soft-targets data/artifacts/teacher-big/soft-targets --teacher data/artifacts/teacher-big/teacher-train --out',
  );
  expect(task.dependsOn).toContainEqual({ projects: ['teacher-big'], target: 'teacher-train' });
});

it('compares every seed with its twin', () => {
  expect(waitsFor('trial', 'evaluate')).toEqual([
    'dataset-tiny:ingest',
    'teacher-big:soft-targets',
    'teacher-elsewhere:soft-targets',
    'teacher-big:teacher-train',
    'student-small:student-alone-s0',
    'student-small:student-alone-s7',
    'trial:student-distill-s0',
    'trial:student-distill-s7',
    'engine:provision',
  ]);
});

it('writes a page after the evaluation, from all that it read, and again when any config behind it changes', () => {
  expect(waitsFor('trial', 'report')).toEqual([
    ...waitsFor('trial', 'evaluate').filter((task) => task !== 'engine:provision'),
    ...['trial:evaluate', 'engine:provision'],
  ]);
  expect(waitsFor('rich', 'report')).toEqual(
    expect.arrayContaining(['student-tuned:student-tune', 'rich:student-tune', 'rich:placebo-big-s0']),
  );
  const files = (target('trial', 'report').inputs ?? []).filter((input) => typeof input === 'string');
  expect(files).toEqual([experiment, student, dataset, teacher, outsider].map(({ file }) => `{workspaceRoot}/${file}`));
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
    { json: `{workspaceRoot}/${experiment.file}`, fields: ['teachers', 'combine', 'distillation'] },
  ]);
  expect(read('trial', 'evaluate')).toEqual([
    {
      json: `{workspaceRoot}/${experiment.file}`,
      fields: ['student', 'teachers', 'combine', 'placebos', 'compare', 'evaluate'],
    },
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
  expect(commands('trial', 'report')).toEqual([
    'node tools/experiments/fingerprint.js data/artifacts/trial/backtest/manifest.json',
    'node tools/experiments/fingerprint.js data/artifacts/trial/refresh/evaluate/manifest.json',
  ]);
});

it('writes embedded data before it is read', () => {
  const embedded: Dataset = { ...dataset, config: { source: 'flights', ingest: { files: 'data/raw/tiny.csv' } } };
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
    'report',
  ]);
});

const flagsOf = (project: string, name: string, flag: string): string[] => {
  const words = target(project, name).command!.split(' ');
  return words.filter((_, i) => words[i - 1] === flag);
};

it('trains a teacher once more for each fold, and lets it forecast that fold', () => {
  expect(flagsOf('teacher-folded', 'teacher-train', '--fold')).toEqual([]);
  expect(flagsOf('teacher-folded', 'teacher-train-f1', '--fold')).toEqual(['1']);
  expect(flagsOf('teacher-folded', 'soft-targets', '--fold-teacher')).toEqual([
    'data/artifacts/teacher-folded/teacher-train-f0',
    'data/artifacts/teacher-folded/teacher-train-f1',
  ]);
  expect(waitsFor('teacher-folded', 'soft-targets')).toEqual([
    'dataset-tiny:ingest',
    'teacher-folded:teacher-train',
    'teacher-folded:teacher-train-f0',
    'teacher-folded:teacher-train-f1',
    'engine:provision',
  ]);
});

it('takes the student of one seed of an experiment as a teacher', () => {
  expect(flagsOf('teacher-chained', 'soft-targets', '--teacher')).toEqual(['data/artifacts/trial/student-distill-s7']);
  expect(Object.keys(projects['teacher-chained']!.targets!)).toEqual(['soft-targets']);
  expect(projects['teacher-chained']!.implicitDependencies).toContain('trial');
});

it('lets the twin and the experiment each choose their own settings', () => {
  expect(flagsOf('student-tuned', 'student-alone-s0', '--tuning')).toEqual([
    'data/artifacts/student-tuned/student-tune',
  ]);
  expect(flagsOf('rich', 'student-distill-s0', '--tuning')).toEqual(['data/artifacts/rich/student-tune']);
  expect(waitsFor('student-tuned', 'student-tune')).toEqual(['dataset-tiny:ingest', 'engine:provision']);
  expect(waitsFor('rich', 'student-tune')).toContain('teacher-chained:soft-targets');
  expect(Object.keys(projects['trial']!.targets!)).not.toContain('student-tune');
});

it('tunes an experiment whose alpha is "auto" although its student is not tuned', () => {
  const auto = { ...experiment, config: { ...experiment.config, distillation: { alpha: 'auto' } } };
  expect(Object.keys(inferProject(ROOT, auto).targets!)).toContain('student-tune');
});

it('tunes alpha alone where nothing else is listed: the twin and an experiment with its own alpha keep their settings', () => {
  const listed = { ...student, config: { ...student.config, tune: { trials: 3, alpha: [0, 0.5] } } };
  const auto = { ...experiment, student: listed, config: { ...experiment.config, distillation: { alpha: 'auto' } } };
  const own = { ...experiment, student: listed, config: { ...experiment.config, distillation: { alpha: 0.5 } } };
  const targetsOf = (config: Student | Experiment) => inferProject(ROOT, config).targets!;
  expect([listed, auto, own].map((config) => 'student-tune' in targetsOf(config))).toEqual([false, true, false]);
  expect(JSON.stringify(targetsOf(listed)['student-alone-s0'])).not.toContain('--tuning');
});

it('distils from each placebo with the settings of the experiment, and from nothing else', () => {
  expect(flagsOf('rich', 'placebo-big-s0', '--soft-targets')).toEqual(['data/artifacts/teacher-big/soft-targets']);
  expect(flagsOf('rich', 'placebo-big-s0', '--tuning')).toEqual(['data/artifacts/rich/student-tune']);
  expect(flagsOf('rich', 'placebo-smoothed-labels-s0', '--soft-targets')).toEqual([]);
  expect(flagsOf('rich', 'placebo-smoothed-labels-s0', '--placebo')).toEqual(['smoothed-labels']);
});

it('evaluates placebos and rivals by name, one artifact a seed', () => {
  expect(flagsOf('rich', 'evaluate', '--placebo')).toEqual([
    'big=data/artifacts/rich/placebo-big-s0',
    'smoothed-labels=data/artifacts/rich/placebo-smoothed-labels-s0',
  ]);
  expect(flagsOf('rich', 'evaluate', '--rival')).toEqual([
    'small=data/artifacts/student-small/student-alone-s0',
    'small=data/artifacts/student-small/student-alone-s7',
  ]);
  expect(flagsOf('rich', 'evaluate', '--teacher')).toEqual([
    'data/artifacts/trial/student-distill-s7',
    'data/artifacts/teacher-folded/teacher-train',
  ]);
  expect(waitsFor('rich', 'evaluate')).toEqual(
    expect.arrayContaining(['rich:placebo-big-s0', 'student-small:student-alone-s7']),
  );
});

it('hands what was tuned to an evaluation, that of the twin first, and nothing where nothing was', () => {
  expect(flagsOf('rich', 'evaluate', '--tuning')).toEqual([
    'data/artifacts/student-tuned/student-tune',
    'data/artifacts/rich/student-tune',
  ]);
  expect(waitsFor('rich', 'evaluate')).toEqual(
    expect.arrayContaining(['student-tuned:student-tune', 'rich:student-tune']),
  );
  expect(flagsOf('trial', 'evaluate', '--tuning')).toEqual([]);
});

it('gives a member the value of its grid, and takes the list out of its cache key', () => {
  const distil = target('rich~alpha=0.3', 'student-distill-s7');
  expect(flagsOf('rich~alpha=0.3', 'student-distill-s7', '--member')).toEqual(['alpha=0.3']);
  expect(distil.inputs).toContainEqual({
    json: `{workspaceRoot}/${rich.file}`,
    fields: ['teachers', 'combine', 'distillation'],
    excludeFields: ['distillation.alpha'],
  });
  expect(projects['rich~alpha=0.3']!.root).toBe('data/configs/experiments/rich/alpha=0.3');
  expect(projects['rich~alpha=0.3']!.implicitDependencies).toContain('rich');
});

it('scores a member on validation, and a grid waits for that of every member', () => {
  expect(flagsOf('rich~alpha=0.3', 'validate', '--split')).toEqual(['validation']);
  expect(flagsOf('rich~alpha=0.3', 'evaluate', '--split')).toEqual([]);
  expect(waitsFor('grid', 'evaluate')).toEqual(
    expect.arrayContaining([
      'rich~alpha=0.3:validate',
      'rich~alpha=0.3:student-distill-s7',
      'rich~alpha=0.3:placebo-big-s0',
    ]),
  );
  expect(flagsOf('grid', 'evaluate', '--student')).toEqual([
    'data/artifacts/{member}/student-distill-s0',
    'data/artifacts/{member}/student-distill-s7',
  ]);
  expect(flagsOf('grid', 'evaluate', '--twin')).toEqual(flagsOf('rich~alpha=0.3', 'evaluate', '--twin'));
  expect(waitsFor('grid', 'student-distill')).toEqual(['rich~alpha=0.3:student-distill']);
  expect(waitsFor('grid', 'report')).toEqual(['rich~alpha=0.3:report']);
});

it('gives the tags of a grid to the grid alone, which runs its members', () => {
  const tagged = { ...grid, config: { ...grid.config, tags: ['default'] } };
  expect(inferProject(ROOT, tagged).tags).toEqual(['type:experiment', 'default']);
  expect(inferProject(ROOT, { ...member, config: tagged.config }).tags).toEqual(['type:member']);
});
