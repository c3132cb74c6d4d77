import type { TargetConfiguration } from '@nx/devkit';
import type { Teacher } from './resolve-configs';
import { alias, artifactOf, ENGINE, fingerprint, stageTarget, type TaskRef, type Targets } from './stage-target';
import { ingestOf, isTrainedHere, modelOf, projectName, softTargetsOf } from './tasks';

/** Trained once for all its students, once more for each fold it is to forecast unseen; then it speaks once. */
export function teacherTargets(root: string, teacher: Teacher): Targets {
  const folds = foldTasks(teacher);
  return {
    ...(isTrainedHere(teacher) && { 'teacher-train': trainTarget(root, teacher) }),
    ...Object.fromEntries(folds.map((task, fold) => [task.target, trainTarget(root, teacher, { task, fold })])),
    ...(folds.length > 0 && { 'teacher-train-folds': alias(folds) }),
    'soft-targets': modelOf(teacher) ? ownSoftTargets(root, teacher, folds) : adoptedSoftTargets(root, teacher),
  };
}

function foldTasks(teacher: Teacher): TaskRef[] {
  const count = teacher.config['soft-targets']?.folds ?? 0;
  return Array.from({ length: count }, (_, fold) => ({
    project: projectName(teacher),
    target: `teacher-train-f${fold}`,
  }));
}

const ownArguments = (teacher: Teacher): string[] => [
  ...['--config', teacher.file, '--dataset', artifactOf(ingestOf(teacher.dataset))],
];

/** The teacher, or the teacher of one fold; how many folds there are decides which windows that one must not see. */
function trainTarget(root: string, teacher: Teacher, held?: { task: TaskRef; fold: number }): TargetConfiguration {
  return stageTarget(root, {
    task: held?.task ?? { project: projectName(teacher), target: 'teacher-train' },
    package: 'packages/teacher-train',
    arguments: ['teacher-train', ...ownArguments(teacher), ...(held ? ['--fold', String(held.fold)] : [])],
    reads: { [teacher.file]: held ? ['teacher-train', 'soft-targets'] : ['teacher-train'] },
    upstream: [ingestOf(teacher.dataset), ENGINE],
  });
}

function ownSoftTargets(root: string, teacher: Teacher, folds: readonly TaskRef[]): TargetConfiguration {
  const models = [modelOf(teacher) as TaskRef, ...folds];
  const flags = models.flatMap((task, index) => [index === 0 ? '--teacher' : '--fold-teacher', artifactOf(task)]);
  return stageTarget(root, {
    task: softTargetsOf(teacher),
    package: 'packages/soft-targets',
    arguments: ['soft-targets', ...ownArguments(teacher), ...flags],
    reads: { [teacher.file]: ['soft-targets'] },
    upstream: [ingestOf(teacher.dataset), ...models, ENGINE],
  });
}

/** Forecasts made elsewhere, taken in. */
function adoptedSoftTargets(root: string, teacher: Teacher): TargetConfiguration {
  return stageTarget(root, {
    task: softTargetsOf(teacher),
    package: 'packages/soft-targets',
    arguments: ['soft-targets', ...ownArguments(teacher)],
    reads: { [teacher.file]: ['softTargets'] },
    upstream: [ingestOf(teacher.dataset)],
    data: fingerprint(teacher.file),
  });
}
