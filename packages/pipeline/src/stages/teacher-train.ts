import { PipelineError } from '@tsdistill/contracts';
import { runTeacherTrain } from '@tsdistill/teacher-train';
import { TeacherFile } from '../config-files/teacher-file';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface TeacherTrainArguments {
  readonly config: string;
  readonly dataset: string;
  /** Absent for the teacher that sees all train windows. */
  readonly fold: number | undefined;
  readonly out: string;
}

export async function teacherTrain({ config, fold, ...folders }: TeacherTrainArguments): Promise<void> {
  const { 'teacher-train': section, 'soft-targets': soft } = readConfig(config, TeacherFile);
  const held = fold === undefined ? undefined : foldOf(config, fold, soft.folds);
  await runStage('teacher-train', (host) => runTeacherTrain(section, folders, host, held));
}

function foldOf(file: string, fold: number, folds: number | undefined) {
  if (folds === undefined || fold >= folds) throw new PipelineError('FOLD_UNKNOWN', { file, fold, folds });
  return { index: fold, count: folds };
}
