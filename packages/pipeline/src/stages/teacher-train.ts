import { runTeacherTrain } from '@tsdistill/teacher-train';
import { TeacherFile } from '../config-files';
import { readConfig } from '../read-config';
import { runStage } from '../run-stage';

export interface TeacherTrainArguments {
  readonly config: string;
  readonly dataset: string;
  readonly out: string;
}

export async function teacherTrain({ config, ...folders }: TeacherTrainArguments): Promise<void> {
  const section = readConfig(config, TeacherFile)['teacher-train'];
  await runStage('teacher-train', (host) => runTeacherTrain(section, folders, host));
}
