import type { TargetConfiguration } from '@nx/devkit';
import type { Experiment, Placebo, Student } from './resolve-configs';
import { alias, artifactOf, ENGINE, stageTarget, type TaskRef, type Targets } from './stage-target';
import { ingestOf, isTuned, modelOf, seedTasks, softTargetsOf, tuneOf } from './tasks';

/** The twin: the same student with no teacher, its settings chosen for itself. */
export function studentTargets(root: string, student: Student): Targets {
  const tuning = isTuned(student) ? tuneOf(student) : undefined;
  return {
    ...(tuning && { 'student-tune': tuneTarget(root, student) }),
    ...seedTargets(root, { owner: student, target: 'student-alone', student, ...(tuning && { tuning }) }),
  };
}

/** Trainings of one student: whose tasks they are, whom they hear, and who chose their settings. */
interface Training {
  readonly owner: Student | Experiment;
  readonly target: string;
  readonly student: Student;
  readonly experiment?: Experiment;
  readonly heard?: readonly Placebo[];
  readonly tuning?: TaskRef;
}

/** One task a seed, and their alias. */
export function seedTargets(root: string, training: Training): Targets {
  const tasks = seedTasks(training.owner, training.target, training.student);
  const seeds = training.student.config.seeds;
  return {
    ...Object.fromEntries(tasks.map((task, i) => [task.target, trainTarget(root, training, task, seeds[i] ?? 0)])),
    [training.target]: alias(tasks),
  };
}

function trainTarget(root: string, training: Training, task: TaskRef, seed: number): TargetConfiguration {
  const { student, experiment, tuning } = training;
  const { flags, tasks } = teachersOf(training.heard ?? [], experiment);
  return stageTarget(root, {
    task,
    package: 'packages/student-distill',
    arguments: [
      ...['student-distill', '--config', student.file, '--dataset', artifactOf(ingestOf(student.dataset))],
      ...['--seed', String(seed), ...namingOf(experiment), ...flags],
      ...(tuning ? ['--tuning', artifactOf(tuning)] : []),
    ],
    reads: { [student.file]: ['student'], ...readsOf(experiment) },
    ignores: ignoresOf(experiment),
    upstream: [ingestOf(student.dataset), ...tasks, ...(tuning ? [tuning] : []), ENGINE],
  });
}

/** Chooses a student's settings on validation; with an experiment, its teachers are heard. */
export function tuneTarget(root: string, student: Student, experiment?: Experiment): TargetConfiguration {
  const { flags, tasks } = teachersOf(experiment?.teachers ?? [], experiment);
  return stageTarget(root, {
    task: tuneOf(experiment ?? student),
    package: 'packages/student-distill',
    arguments: [
      ...['student-tune', '--config', student.file, '--dataset', artifactOf(ingestOf(student.dataset))],
      ...[...namingOf(experiment), ...flags],
    ],
    reads: { [student.file]: ['seeds', 'student', 'tune'], ...readsOf(experiment) },
    ignores: ignoresOf(experiment),
    upstream: [ingestOf(student.dataset), ...tasks, ENGINE],
  });
}

const readsOf = (experiment: Experiment | undefined) =>
  experiment ? { [experiment.file]: ['teachers', 'combine', 'distillation'] } : {};

/** Lists of a grid: the value of a member stands in its command, and other values must not run it again. */
const ignoresOf = (experiment: Experiment | undefined) =>
  experiment?.member
    ? { [experiment.file]: Object.keys(experiment.member.settings).map((key) => `distillation.${key}`) }
    : {};

/** How a command is told of its experiment. */
const namingOf = (experiment: Experiment | undefined): string[] =>
  experiment ? ['--experiment', experiment.file, ...memberFlag(experiment)] : [];

export const memberFlag = ({ member }: Experiment): string[] => (member ? ['--member', member.label] : []);

/** What a student hears, and the model of its first teacher where it begins with weights of it: a stage that needs one refuses others. */
function teachersOf(heard: readonly Placebo[], experiment?: Experiment): { flags: string[]; tasks: TaskRef[] } {
  const teachers = heard.filter((teacher) => typeof teacher !== 'string');
  const labels = heard.filter((teacher) => typeof teacher === 'string');
  const soft = teachers.map(softTargetsOf);
  const isCopied = experiment?.config.distillation.model !== undefined;
  const models = isCopied ? teachers.slice(0, 1).flatMap((teacher) => modelOf(teacher) ?? []) : [];
  const flags = [
    ...soft.flatMap((task) => ['--soft-targets', artifactOf(task)]),
    ...models.flatMap((task) => ['--teacher', artifactOf(task)]),
    ...labels.flatMap((label) => ['--placebo', label]),
  ];
  return { flags, tasks: [...soft, ...models] };
}
