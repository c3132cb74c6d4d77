import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { dirname } from 'node:path';
import { closureOf } from './stage-packages';
import type { Dataset, Experiment, Resolved, Student, Teacher } from './resolve-configs';
import { alias, artifactOf, builds, codeInputs, ENGINE, type Input, stageTarget, type TaskRef } from './stage-target';

type Targets = Record<string, TargetConfiguration>;

/** The sha256 of the file or folder that a config names: Nx itself does not see git-ignored or outside files. */
const fingerprint = (file: string): Input => ({ runtime: `node tools/experiments/fingerprint.js ${file}` });

/** The Nx project of one config: its tasks, and the projects whose edit affects it. */
export function inferProject(root: string, config: Resolved): ProjectConfiguration {
  const name = projectName(config);
  const { targets, parents } = describe(root, config);
  const tags = config.kind === 'experiment' ? (config.config.tags ?? []) : [];
  return {
    name,
    root: dirname(config.file),
    tags: [`type:${config.kind}`, ...tags],
    targets,
    implicitDependencies: [...new Set(parents)],
  };
}

const projectName = (config: Resolved): string =>
  config.kind === 'experiment' ? config.name : `${config.kind}-${config.name}`;

function describe(root: string, config: Resolved): { targets: Targets; parents: readonly string[] } {
  switch (config.kind) {
    case 'dataset':
      return {
        targets: datasetTargets(root, config),
        parents: config.config.source ? ['ingest', 'sources'] : ['ingest'],
      };
    case 'teacher':
      return {
        targets: teacherTargets(root, config),
        parents: [projectName(config.dataset), 'soft-targets', ...(isTrainedHere(config) ? ['teacher-train'] : [])],
      };
    case 'student':
      return { targets: studentTargets(root, config), parents: [projectName(config.dataset), 'student-distill'] };
    case 'experiment':
      return {
        targets: experimentTargets(root, config),
        parents: [...[config.student, ...config.teachers].map(projectName), 'student-distill', 'evaluate'],
      };
  }
}

const ingestOf = (dataset: Dataset): TaskRef => ({ project: projectName(dataset), target: 'ingest' });
const trainOf = (teacher: Teacher): TaskRef => ({ project: projectName(teacher), target: 'teacher-train' });
const softTargetsOf = (teacher: Teacher): TaskRef => ({ project: projectName(teacher), target: 'soft-targets' });
const isTrainedHere = (teacher: Teacher): boolean => teacher.config.softTargets === undefined;
const seedsOf = (owner: Resolved, target: string, { config }: Student): TaskRef[] =>
  config.seeds.map((seed) => ({ project: projectName(owner), target: `${target}-s${seed}` }));

function datasetTargets(root: string, dataset: Dataset): Targets {
  const { source, ingest } = dataset.config;
  const sourceTask = { project: projectName(dataset), target: 'source' };
  const ingestTarget = stageTarget(root, {
    task: ingestOf(dataset),
    package: 'packages/ingest',
    arguments: ['ingest', '--config', dataset.file],
    reads: { [dataset.file]: ['ingest'] },
    upstream: source ? [sourceTask] : [],
    data: source ? { dependentTasksOutputFiles: ingest.csv } : fingerprint(dataset.file),
  });
  return { ...(source && { source: sourceTarget(root, source, ingest.csv) }), ingest: ingestTarget };
}

/** Writes embedded data as the CSV that ingest reads. */
function sourceTarget(root: string, source: string, csv: string): TargetConfiguration {
  return {
    command: `node tools/sources/dist/main.js ${source} --out ${csv}`,
    cache: true,
    dependsOn: [builds(closureOf(root, 'tools/sources').packages)],
    inputs: codeInputs(root, 'tools/sources'),
    outputs: [`{workspaceRoot}/${csv}`],
  };
}

function teacherTargets(root: string, teacher: Teacher): Targets {
  const own = ['--config', teacher.file, '--dataset', artifactOf(ingestOf(teacher.dataset))];
  const ingest = ingestOf(teacher.dataset);
  const softTargets = { task: softTargetsOf(teacher), package: 'packages/soft-targets' };
  if (!isTrainedHere(teacher))
    return {
      'soft-targets': stageTarget(root, {
        ...softTargets,
        arguments: ['soft-targets', ...own],
        reads: { [teacher.file]: ['softTargets'] },
        upstream: [ingest],
        data: fingerprint(teacher.file),
      }),
    };
  return {
    'teacher-train': stageTarget(root, {
      task: trainOf(teacher),
      package: 'packages/teacher-train',
      arguments: ['teacher-train', ...own],
      reads: { [teacher.file]: ['teacher-train'] },
      upstream: [ingest, ENGINE],
    }),
    'soft-targets': stageTarget(root, {
      ...softTargets,
      arguments: ['soft-targets', ...own, '--teacher', artifactOf(trainOf(teacher))],
      reads: { [teacher.file]: ['soft-targets'] },
      upstream: [ingest, trainOf(teacher), ENGINE],
    }),
  };
}

/** The twin: the same student with no teacher. */
function studentTargets(root: string, student: Student): Targets {
  const tasks = seedsOf(student, 'student-alone', student);
  const seeds = student.config.seeds.map((seed, index) => [seed, tasks[index] as TaskRef] as const);
  return {
    ...Object.fromEntries(seeds.map(([seed, task]) => [task.target, studentTarget(root, { student, seed, task })])),
    'student-alone': alias(tasks),
  };
}

/** One training of a student with one seed; with an experiment, its teachers are heard. */
function studentTarget(
  root: string,
  { student, seed, task, experiment }: { student: Student; seed: number; task: TaskRef; experiment?: Experiment },
): TargetConfiguration {
  const ingest = ingestOf(student.dataset);
  const heard = (experiment?.teachers ?? []).map(softTargetsOf);
  return stageTarget(root, {
    task,
    package: 'packages/student-distill',
    arguments: [
      ...['student-distill', '--config', student.file, '--dataset', artifactOf(ingest), '--seed', String(seed)],
      ...(experiment ? ['--experiment', experiment.file] : []),
      ...heard.flatMap((teacher) => ['--soft-targets', artifactOf(teacher)]),
    ],
    reads: { [student.file]: ['student'], ...(experiment && { [experiment.file]: ['teachers', 'distillation'] }) },
    upstream: [ingest, ...heard, ENGINE],
  });
}

function experimentTargets(root: string, experiment: Experiment): Targets {
  const { student, teachers } = experiment;
  const tasks = seedsOf(experiment, 'student-distill', student);
  const seeds = student.config.seeds.map((seed, index) => [seed, tasks[index] as TaskRef] as const);
  return {
    ingest: alias([ingestOf(student.dataset)]),
    'teacher-train': alias(teachers.filter(isTrainedHere).map(trainOf)),
    'soft-targets': alias(teachers.map(softTargetsOf)),
    'student-alone': alias([{ project: projectName(student), target: 'student-alone' }]),
    ...Object.fromEntries(
      seeds.map(([seed, task]) => [task.target, studentTarget(root, { student, seed, task, experiment })]),
    ),
    'student-distill': alias(tasks),
    evaluate: evaluateTarget(root, experiment, tasks),
  };
}

function evaluateTarget(root: string, experiment: Experiment, students: readonly TaskRef[]): TargetConfiguration {
  const { student, teachers, file } = experiment;
  const ingest = ingestOf(student.dataset);
  const inputs = {
    '--soft-targets': teachers.map(softTargetsOf),
    '--teacher': teachers.filter(isTrainedHere).map(trainOf),
    '--student': students,
    '--twin': seedsOf(student, 'student-alone', student),
  };
  return stageTarget(root, {
    task: { project: projectName(experiment), target: 'evaluate' },
    package: 'packages/evaluate',
    arguments: [
      ...['evaluate', '--config', file, '--dataset', artifactOf(ingest)],
      ...Object.entries(inputs).flatMap(([flag, tasks]) => tasks.flatMap((task) => [flag, artifactOf(task)])),
    ],
    reads: { [file]: ['student', 'teachers', 'evaluate'] },
    upstream: [ingest, ...Object.values(inputs).flat(), ENGINE],
  });
}
