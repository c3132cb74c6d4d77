import { basename } from 'node:path';
import { type ErrorCode, PipelineError } from '@tsdistill/contracts';
import { z } from 'zod';
import { checkConfig, parseConfig } from '../read-config';
import { checkExperiment } from '../read-experiment';
import { crossCheckExperiment, crossCheckStudent, crossCheckTeacher } from './cross-checks';
import { type Configs, configsIn, type ConfigTexts } from './config-texts';
import { DatasetFile } from './dataset-file';
import { StudentFile } from './student-file';
import { ChainedTeacherFile, OutsideTeacherFile, TeacherFile } from './teacher-file';

/** What is wrong with one file, as data: it goes from process to process. */
export interface ConfigProblem {
  readonly file: string;
  readonly code: ErrorCode;
  readonly context: unknown;
}

/** Files to look at, and the texts of all that they may name; none need be on disk yet. */
export interface GivenConfigs {
  readonly files: readonly string[];
  readonly texts: ConfigTexts;
}

/** At most one problem a file: the first. Files of another name are none of our matter. */
export function findProblems({ files, texts }: GivenConfigs): readonly ConfigProblem[] {
  const configs = configsIn(texts);
  return files.flatMap((file) => {
    try {
      CHECKS[basename(file)]?.(file, parseConfig(file, texts[file] ?? ''), configs);
      return [];
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      return [{ file, code: error.code, context: error.context }];
    }
  });
}

/** First what a file says for itself, then what it says together with those that it names. */
const CHECKS: Readonly<Record<string, (file: string, value: unknown, configs: Configs) => void>> = {
  'dataset.json': (file, value) => checkConfig(file, DatasetFile, value),
  'teacher.json': (file, value, configs) =>
    crossCheckTeacher(file, checkConfig(file, teacherSchema(checkConfig(file, AnyFile, value)), value), configs),
  'student.json': (file, value, configs) => crossCheckStudent(checkConfig(file, StudentFile, value), configs),
  'experiment.json': (file, value, configs) => {
    for (const experiment of checkExperiment(file, value)) crossCheckExperiment(experiment, configs);
  },
};

const AnyFile = z.looseObject({});

/** Two keys say where a teacher comes from. */
function teacherSchema({ experiment, softTargets }: z.output<typeof AnyFile>) {
  if (experiment !== undefined) return ChainedTeacherFile;
  return softTargets === undefined ? TeacherFile : OutsideTeacherFile;
}
