import { isRefreshOf, openModel, PipelineError, splitMemberName } from '@tsdistill/contracts';
import { join } from 'node:path';
import { z } from 'zod';
import { artifactFolder, configFile, isArtifact, teacherModelFolder } from './experiment-place';
import { refuseUnknownExperiment } from './experiments';
import { readConfig } from './read-config';
import { readExperiment } from './read-experiment';

/** As much of the configs as says where artifacts lie; settings are the stages' own matter. */
const StudentNames = z.object({ dataset: z.string(), seeds: z.array(z.number()) });

/** A teacher of an experiment. */
interface RunTeacher {
  readonly name: string;
  /** Of its model; need not be there. */
  readonly model: string;
  readonly softTargets: string;
}

/** The artifacts of an experiment as it was last trained: from nothing, or by a refresh of that. */
export interface ExperimentRun {
  readonly datasetName: string;
  readonly dataset: string;
  readonly teachers: readonly RunTeacher[];
  /** One for each seed. */
  readonly students: readonly string[];
  readonly twins: readonly string[];
  readonly evaluation: string;
}

/** Where a refresh writes, and what is called how in it. */
export const refreshFolder = (experiment: string): string => artifactFolder(experiment, 'refresh');
export const refreshedParts = (folder: string) => ({
  dataset: join(folder, 'dataset'),
  softTargets: (teacher: string) => join(folder, `soft-targets-${teacher}`),
  student: (seed: number) => join(folder, `student-s${seed}`),
  twin: (seed: number) => join(folder, `twin-s${seed}`),
  evaluation: join(folder, 'evaluate'),
});

/**
 * The students in force: those of the last refresh, unless the experiment was trained again since.
 *
 * @throws PipelineError EXPERIMENT_UNKNOWN, CONFIG_*, STUDENT_MISSING
 */
export function experimentRun(name: string): ExperimentRun {
  const trained = trainedRun(name);
  const folder = trained.students.find((one) => !isArtifact(one));
  if (folder !== undefined) throw new PipelineError('STUDENT_MISSING', { folder, experiment: name });
  const refreshed = refreshedRun(name);
  return refreshed.students.every((student, index) => goesOnFrom(student, trained.students[index]))
    ? refreshed
    : trained;
}

/** What the tasks of Nx write. */
export function trainedRun(name: string): ExperimentRun {
  const { student, seeds, teachers, datasetName } = namesOf(name);
  return {
    datasetName,
    dataset: artifactFolder(`dataset-${datasetName}`, 'ingest'),
    teachers: teachers.map((teacher) => ({
      name: teacher,
      model: teacherModelFolder(teacher),
      softTargets: artifactFolder(`teacher-${teacher}`, 'soft-targets'),
    })),
    students: seeds.map((seed) => artifactFolder(name, `student-distill-s${seed}`)),
    twins: seeds.map((seed) => artifactFolder(`student-${student}`, `student-alone-s${seed}`)),
    evaluation: artifactFolder(name, 'evaluate'),
  };
}

function refreshedRun(name: string): ExperimentRun {
  const { seeds, teachers, datasetName } = namesOf(name);
  const parts = refreshedParts(refreshFolder(name));
  return {
    datasetName,
    dataset: parts.dataset,
    teachers: teachers.map((teacher) => ({
      name: teacher,
      model: teacherModelFolder(teacher),
      softTargets: parts.softTargets(teacher),
    })),
    students: seeds.map(parts.student),
    twins: seeds.map(parts.twin),
    evaluation: parts.evaluation,
  };
}

/** The config of an experiment, or of one member of a grid. @throws PipelineError EXPERIMENT_UNKNOWN, those of `readExperiment` */
export function experimentOf(name: string) {
  const { experiment, label } = splitMemberName(name);
  refuseUnknownExperiment(experiment);
  return readExperiment(configFile('experiment', experiment), label);
}

function namesOf(name: string) {
  const { student, teachers } = experimentOf(name);
  const { dataset, seeds } = readConfig(configFile('student', student), StudentNames);
  return { student, seeds, teachers, datasetName: dataset };
}

/** Whether a refreshed student began as this one. */
function goesOnFrom(refreshed: string, trained = ''): boolean {
  return isArtifact(refreshed) && isRefreshOf(openModel(refreshed), openModel(trained));
}
