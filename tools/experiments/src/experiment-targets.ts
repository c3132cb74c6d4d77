import type { TargetConfiguration } from '@nx/devkit';
import { ownReadings, placeboTarget, sharedReadings, wordsOf } from './readings';
import type { Experiment, Placebo } from './resolve-configs';
import { closureOf } from './stage-packages';
import {
  alias,
  artifactOf,
  builds,
  dependency,
  ENGINE,
  fingerprint,
  stageTarget,
  type TaskRef,
  type Targets,
} from './stage-target';
import { memberFlag, seedTargets, tuneTarget } from './student-targets';
import { ingestOf, isTrainedHere, isTuned, modelOf, projectName, softTargetsOf, tuneOf } from './tasks';

/** What an experiment makes, and aliases of the stages it shares with others. */
export function experimentTargets(root: string, experiment: Experiment): Targets {
  const { student, teachers, placebos } = experiment;
  const tuning = isTuned(experiment) ? tuneOf(experiment) : undefined;
  const train = (target: string, heard: readonly Placebo[]) =>
    seedTargets(root, { owner: experiment, target, student, experiment, heard, ...(tuning && { tuning }) });
  return {
    ...sharedAliases(experiment),
    ...(tuning && { 'student-tune': tuneTarget(root, student, experiment) }),
    ...train('student-distill', teachers),
    ...Object.assign({}, ...placebos.map((placebo) => train(placeboTarget(placebo), [placebo]))),
    ...(experiment.member && { validate: evaluateTarget(root, experiment, 'validate', ['--split', 'validation']) }),
    evaluate: evaluateTarget(root, experiment, 'evaluate'),
    report: reportTarget(root, experiment),
    size: sizeTarget(root, experiment),
  };
}

/** Stages that several experiments share, under the name of this one. */
export function sharedAliases({ student, teachers }: Experiment): Targets {
  return {
    ingest: alias([ingestOf(student.dataset)]),
    'teacher-train': alias(teachers.filter(isTrainedHere).map((teacher) => modelOf(teacher) as TaskRef)),
    'soft-targets': alias(teachers.map(softTargetsOf)),
    'student-alone': alias([{ project: projectName(student), target: 'student-alone' }]),
  };
}

/** Keys of an experiment that its evaluation reads. */
export const evaluateReads = ['student', 'teachers', 'combine', 'placebos', 'compare', 'evaluate'];

function evaluateTarget(
  root: string,
  experiment: Experiment,
  target: 'evaluate' | 'validate',
  flags: readonly string[] = [],
): TargetConfiguration {
  const { student, file } = experiment;
  const read = [...sharedReadings(experiment), ...ownReadings(experiment)];
  return stageTarget(root, {
    task: { project: projectName(experiment), target },
    package: 'packages/evaluate',
    arguments: [
      ...['evaluate', '--config', file, ...memberFlag(experiment), ...flags],
      ...['--dataset', artifactOf(ingestOf(student.dataset)), ...wordsOf(read)],
    ],
    reads: { [file]: evaluateReads },
    upstream: [ingestOf(student.dataset), ...read.map(({ task }) => task), ENGINE],
  });
}

/** The page of an experiment: it reads what the evaluation read, the evaluation, all configs as they stand, and a backtest and a refresh, which no task writes. */
function reportTarget(root: string, experiment: Experiment): TargetConfiguration {
  const { student, teachers, file } = experiment;
  const evaluation = { project: projectName(experiment), target: 'evaluate' };
  const read = [...sharedReadings(experiment), ...ownReadings(experiment)].map(({ task }) => task);
  const untasked = (part: string) => fingerprint(`${artifactOf({ ...evaluation, target: part })}/manifest.json`);
  const target = stageTarget(root, {
    task: { project: projectName(experiment), target: 'report' },
    package: 'packages/report',
    arguments: ['report', experiment.name],
    reads: {},
    upstream: [ingestOf(student.dataset), ...read, evaluation, ENGINE],
    data: untasked('backtest'),
  });
  const shown = [file, student.file, student.dataset.file, ...teachers.map((teacher) => teacher.file)];
  const inputs = [
    ...(target.inputs ?? []),
    untasked('refresh/evaluate'),
    ...shown.map((path) => `{workspaceRoot}/${path}`),
  ];
  return { ...target, inputs };
}

/** The search for the smallest student: `nx run <experiment>:size --within=2%`. It keeps its own trainings, so Nx need not. */
function sizeTarget(root: string, experiment: Experiment): TargetConfiguration {
  const { student, teachers } = experiment;
  const models = teachers.map(modelOf).filter((task) => task !== undefined);
  const upstream = [ingestOf(student.dataset), ...teachers.map(softTargetsOf), ...models, ENGINE];
  return {
    command: `node packages/pipeline/bin/tsdistill.js size ${experiment.name}`,
    dependsOn: [builds(closureOf(root, 'packages/pipeline').packages), ...upstream.map(dependency)],
    inputs: [],
  };
}
