import { openTuning, PipelineError, splitMemberName } from '@tsdistill/contracts';
import { weightsOf } from '@tsdistill/student-distill';
import type { z } from 'zod';
import type { ExperimentFile } from '../config-files/experiment-file';
import { StudentFile } from '../config-files/student-file';
import { artifactFolder, configFile, isArtifact, teacherModelFolder } from '../experiment-place';
import { refuseUnknownExperiment } from '../experiments';
import { readConfig } from '../read-config';
import { readExperiment } from '../read-experiment';

/** Weight of the soft term where the experiment leaves it to tuning that has not run: truth and teacher alike. */
const MIDDLE = 0.5;

/** What one experiment gives to the search: settings, and folders of artifacts that are there. */
export interface SizeInputs {
  readonly name: string;
  readonly experiment: z.output<typeof ExperimentFile>;
  readonly student: z.output<typeof StudentFile>;
  /** Chosen here where `distillation.alpha` is "auto"; null where the experiment says itself. */
  readonly alpha: number | null;
  readonly dataset: string;
  /** One for each teacher. */
  readonly softTargets: readonly string[];
  /** Of the teachers whose models are there; for their size and latency. */
  readonly teachers: readonly string[];
}

/** @throws PipelineError EXPERIMENT_UNKNOWN, CONFIG_*, SIZE_INPUT_MISSING */
export function resolveInputs(name: string): SizeInputs {
  const { experiment: grid, label } = splitMemberName(name);
  refuseUnknownExperiment(grid);
  const experiment = readExperiment(configFile('experiment', grid), label);
  const student = readConfig(configFile('student', experiment.student), StudentFile);
  const present = (what: string, project: string, target: string) => {
    const folder = artifactFolder(project, target);
    if (isArtifact(folder)) return folder;
    throw new PipelineError('SIZE_INPUT_MISSING', { what, folder, experiment: name, target });
  };
  const softTargets = experiment.teachers.map((teacher) =>
    present(`the soft targets of ${teacher}`, `teacher-${teacher}`, 'soft-targets'),
  );
  return {
    name,
    experiment,
    student,
    alpha: experiment.distillation.weights === 'auto' ? chosenAlpha(name) : null,
    dataset: present(`the data set ${student.dataset}`, `dataset-${student.dataset}`, 'ingest'),
    softTargets,
    teachers: experiment.teachers.map(teacherModelFolder).filter(isArtifact),
  };
}

/**
 * The `distillation` section with weights in numbers, without the methods that need a student of a certain architecture: candidates have
 * neither its hidden layers, nor its quantiles, nor its weights.
 */
export function fixedDistillation({ experiment, alpha }: SizeInputs) {
  const { model: _, feature: __, 'multi-level': ___, quantile: ____, ...distillation } = experiment.distillation;
  return alpha === null ? distillation : { ...distillation, weights: weightsOf(alpha) };
}

/**
 * What tuning chose for the experiment's own student; without it, the middle. The search does not tune it for every candidate: it
 * would cost a rung of trainings each, to move a weight that matters less than the architecture.
 */
function chosenAlpha(name: string): number {
  const folder = artifactFolder(name, 'student-tune');
  return (isArtifact(folder) ? openTuning(folder).manifest.meta.chosen.alpha : undefined) ?? MIDDLE;
}
