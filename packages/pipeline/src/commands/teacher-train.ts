import type { CommandModule } from 'yargs';
import type { TeacherTrainArguments } from '../stages/teacher-train';
import { config, dataset, out } from './options';

export const teacherTrainCommand: CommandModule<object, TeacherTrainArguments> = {
  command: 'teacher-train',
  describe: 'Fit a teacher to the truth and write its model',
  builder: { config: config('teacher.json'), dataset, out },
  handler: async (given) => (await import('../stages/teacher-train.js')).teacherTrain(given),
};
