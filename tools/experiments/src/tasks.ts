import type { Experiment, Resolved, Student, Teacher } from './resolve-configs';
import type { Dataset } from './resolve-configs';
import type { TaskRef } from './stage-target';

export const projectName = (config: Resolved): string =>
  config.kind === 'experiment' ? config.name : `${config.kind}-${config.name}`;

export const ingestOf = (dataset: Dataset): TaskRef => ({ project: projectName(dataset), target: 'ingest' });
export const softTargetsOf = (teacher: Teacher): TaskRef => ({ project: projectName(teacher), target: 'soft-targets' });
export const tuneOf = (owner: Student | Experiment): TaskRef => ({
  project: projectName(owner),
  target: 'student-tune',
});

export const isTrainedHere = ({ config }: Teacher): boolean => config['teacher-train'] !== undefined;

/** The task that makes a teacher's model: its own, or that of the student it is; none for forecasts made elsewhere. */
export function modelOf(teacher: Teacher): TaskRef | undefined {
  const { experiment, seed = 0 } = teacher.config;
  if (experiment !== undefined) return { project: experiment, target: `student-distill-s${seed}` };
  return isTrainedHere(teacher) ? { project: projectName(teacher), target: 'teacher-train' } : undefined;
}

/** One task a seed of a student. */
export function seedTasks(owner: Resolved, target: string, { config }: Student): TaskRef[] {
  return config.seeds.map((seed) => ({ project: projectName(owner), target: `${target}-s${seed}` }));
}

/** Keys of `tune` that give a student without a teacher nothing to choose. */
const NO_SETTINGS = ['trials', 'alpha'];

/**
 * Whether a student's settings, or the weight of an experiment's soft term, are chosen on validation. A twin whose `tune` lists
 * nothing but alpha keeps its settings.
 */
export function isTuned(owner: Student | Experiment): boolean {
  if (owner.kind === 'student') return Object.keys(owner.config.tune ?? {}).some((key) => !NO_SETTINGS.includes(key));
  return isTuned(owner.student) || owner.config.distillation.alpha === 'auto';
}
