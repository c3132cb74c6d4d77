import { basename } from 'node:path';
import { type ErrorCode, PipelineError } from '@tsdistill/contracts';
import { z } from 'zod';
import { checkConfig, parseConfig } from '../read-config';
import { checkExperiment } from '../read-experiment';
import { DatasetFile } from './dataset-file';
import { StudentFile } from './student-file';
import { ChainedTeacherFile, OutsideTeacherFile, TeacherFile } from './teacher-file';

/** A config file that need not be on disk yet. */
export interface ConfigText {
  readonly file: string;
  readonly text: string;
}

/** What is wrong with one file, as data: it goes from process to process. */
export interface ConfigProblem {
  readonly file: string;
  readonly code: ErrorCode;
  readonly context: unknown;
}

/** At most one problem a file: the first. Files of another name are none of our matter. */
export function findProblems(given: readonly ConfigText[]): readonly ConfigProblem[] {
  return given.flatMap(({ file, text }) => {
    try {
      CHECKS[basename(file)]?.(file, parseConfig(file, text));
      return [];
    } catch (error) {
      if (!(error instanceof PipelineError)) throw error;
      return [{ file, code: error.code, context: error.context }];
    }
  });
}

const CHECKS: Readonly<Record<string, (file: string, value: unknown) => void>> = {
  'dataset.json': (file, value) => checkConfig(file, DatasetFile, value),
  'teacher.json': (file, value) => checkConfig(file, teacherSchema(checkConfig(file, AnyFile, value)), value),
  'student.json': (file, value) => checkConfig(file, StudentFile, value),
  'experiment.json': checkExperiment,
};

const AnyFile = z.looseObject({});

/** Two keys say where a teacher comes from. */
function teacherSchema({ experiment, softTargets }: z.output<typeof AnyFile>) {
  if (experiment !== undefined) return ChainedTeacherFile;
  return softTargets === undefined ? TeacherFile : OutsideTeacherFile;
}
