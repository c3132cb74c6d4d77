import { PipelineError } from '@tsdistill/contracts';
import { z } from 'zod';
import { artifactFolder, configFile, isArtifact, refuseUnknownExperiment } from './experiment-place';
import { readConfig } from './read-config';

/** As much of the configs as says where artifacts lie; settings are the stages' own matter. */
const ExperimentNames = z.object({ student: z.string() });
const StudentNames = z.object({ dataset: z.string(), seeds: z.array(z.number()) });

/** The students of an experiment in force, and the data set that its config names. */
export interface ExperimentStudents {
  readonly datasetName: string;
  readonly dataset: string;
  /** One for each seed. */
  readonly students: readonly string[];
  /** Of these students; need not be there. */
  readonly evaluation: string;
}

/** @throws PipelineError EXPERIMENT_UNKNOWN, CONFIG_*, STUDENT_MISSING */
export function experimentStudents(name: string): ExperimentStudents {
  refuseUnknownExperiment(name);
  const { student } = readConfig(configFile('experiment', name), ExperimentNames);
  const { dataset, seeds } = readConfig(configFile('student', student), StudentNames);
  const students = seeds.map((seed) => artifactFolder(name, `student-distill-s${seed}`));
  const folder = students.find((one) => !isArtifact(one));
  if (folder !== undefined) throw new PipelineError('STUDENT_MISSING', { folder, experiment: name });
  return {
    datasetName: dataset,
    dataset: artifactFolder(`dataset-${dataset}`, 'ingest'),
    students,
    evaluation: artifactFolder(name, 'evaluate'),
  };
}
