import type { CommandModule } from 'yargs';
import { config, dataset, out } from './options';

interface Arguments {
  readonly config: string;
  readonly dataset: string;
  readonly out: string;
}

export const teacherTrainCommand: CommandModule<object, Arguments> = {
  command: 'teacher-train',
  describe: 'Fit a teacher to the truth and write its model',
  builder: { config: config('teacher.json'), dataset, out },
  handler: async ({ config: file, ...folders }) => {
    const [{ readConfig }, { TeacherFile }, { runTeacherTrain }, { runStage }] = await Promise.all([
      import('../read-config'),
      import('../config-files'),
      import('@tsdistill/teacher-train'),
      import('../run-stage'),
    ]);
    const section = readConfig(file, TeacherFile)['teacher-train'];
    await runStage('teacher-train', (host) => runTeacherTrain(section, folders, host));
  },
};
