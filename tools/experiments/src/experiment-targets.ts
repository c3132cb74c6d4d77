import type { TargetConfiguration } from '@nx/devkit';
import { type Experiment, type Placebo, placeboName } from './resolve-configs';
import { closureOf } from './stage-packages';
import { alias, artifactOf, builds, dependency, ENGINE, stageTarget, type TaskRef, type Targets } from './stage-target';
import { seedTargets, tuneTarget } from './student-targets';
import { ingestOf, isTrainedHere, isTuned, modelOf, projectName, seedTasks, softTargetsOf, tuneOf } from './tasks';

/** What an experiment makes, and aliases of the stages it shares with others. */
export function experimentTargets(root: string, experiment: Experiment): Targets {
  const { student, teachers, placebos } = experiment;
  const tuning = isTuned(experiment) ? tuneOf(experiment) : undefined;
  const train = (target: string, heard: readonly Placebo[]) =>
    seedTargets(root, { owner: experiment, target, student, experiment, heard, ...(tuning && { tuning }) });
  return {
    ingest: alias([ingestOf(student.dataset)]),
    'teacher-train': alias(teachers.filter(isTrainedHere).map((teacher) => modelOf(teacher) as TaskRef)),
    'soft-targets': alias(teachers.map(softTargetsOf)),
    'student-alone': alias([{ project: projectName(student), target: 'student-alone' }]),
    ...(tuning && { 'student-tune': tuneTarget(root, student, experiment) }),
    ...train('student-distill', teachers),
    ...Object.assign({}, ...placebos.map((placebo) => train(placeboTarget(placebo), [placebo]))),
    evaluate: evaluateTarget(root, experiment),
    report: reportTarget(root, experiment),
    size: sizeTarget(root, experiment),
  };
}

const placeboTarget = (placebo: Placebo): string => `placebo-${placeboName(placebo)}`;

/** One artifact that an evaluation reads, and the flag it is handed over with; placebos and rivals with their name. */
interface Reading {
  readonly flag: string;
  readonly name?: string;
  readonly task: TaskRef;
}

function evaluateTarget(root: string, experiment: Experiment): TargetConfiguration {
  const { student, file } = experiment;
  const read = readingsOf(experiment);
  const words = ({ flag, name, task }: Reading) => [flag, `${name === undefined ? '' : `${name}=`}${artifactOf(task)}`];
  return stageTarget(root, {
    task: { project: projectName(experiment), target: 'evaluate' },
    package: 'packages/evaluate',
    arguments: [
      ...['evaluate', '--config', file, '--dataset', artifactOf(ingestOf(student.dataset))],
      ...read.flatMap(words),
    ],
    reads: { [file]: ['student', 'teachers', 'combine', 'placebos', 'compare', 'evaluate'] },
    upstream: [ingestOf(student.dataset), ...read.map(({ task }) => task), ENGINE],
  });
}

/** The page of an experiment: it reads what the evaluation read, the evaluation, and all configs as they stand. */
function reportTarget(root: string, experiment: Experiment): TargetConfiguration {
  const { student, teachers, file } = experiment;
  const evaluation = { project: projectName(experiment), target: 'evaluate' };
  const tunings = [student, experiment].filter(isTuned).map(tuneOf);
  const read = readingsOf(experiment).map(({ task }) => task);
  const target = stageTarget(root, {
    task: { project: projectName(experiment), target: 'report' },
    package: 'packages/report',
    arguments: ['report', experiment.name],
    reads: {},
    upstream: [ingestOf(student.dataset), ...read, ...tunings, evaluation, ENGINE],
  });
  const shown = [file, student.file, student.dataset.file, ...teachers.map((teacher) => teacher.file)];
  return { ...target, inputs: [...(target.inputs ?? []), ...shown.map((path) => `{workspaceRoot}/${path}`)] };
}

function readingsOf(experiment: Experiment): readonly Reading[] {
  const { student, teachers, placebos, rivals } = experiment;
  const each = (flag: string, tasks: readonly TaskRef[], name?: string): Reading[] =>
    tasks.map((task) => ({ flag, task, ...(name !== undefined && { name }) }));
  const models = teachers.map(modelOf).filter((task) => task !== undefined);
  const placeboTasks = (placebo: Placebo) => seedTasks(experiment, placeboTarget(placebo), student);
  return [
    ...each('--soft-targets', teachers.map(softTargetsOf)),
    ...each('--teacher', models),
    ...each('--student', seedTasks(experiment, 'student-distill', student)),
    ...each('--twin', seedTasks(student, 'student-alone', student)),
    ...placebos.flatMap((placebo) => each('--placebo', placeboTasks(placebo), placeboName(placebo))),
    ...rivals.flatMap((rival) => each('--rival', seedTasks(rival, 'student-alone', rival), rival.name)),
  ];
}

/** The search for the smallest student: `nx run <experiment>:size --within=2%`. It keeps its own trainings, so Nx need not. */
function sizeTarget(root: string, experiment: Experiment): TargetConfiguration {
  const { student, teachers } = experiment;
  const models = teachers.map(modelOf).filter((task) => task !== undefined);
  const upstream = [ingestOf(student.dataset), ...teachers.map(softTargetsOf), ...models, ENGINE];
  return {
    command: `node packages/pipeline/bin/tsdistill.js size ${experiment.name}`,
    dependsOn: [builds(closureOf(root, 'packages/pipeline').packages), ...upstream.map(dependency)],
  };
}
