import type { CommandModule } from 'yargs';
import type { StudentTuneArguments } from '../stages/student-tune';
import { config, dataset, folders, out, teacherModel } from './options';

export const studentTuneCommand: CommandModule<object, StudentTuneArguments> = {
  command: 'student-tune',
  describe: "Choose a student's settings on validation; without --experiment those of its twin",
  builder: {
    config: config('student.json'),
    dataset,
    experiment: { type: 'string', describe: 'path of an experiment.json; needs --soft-targets' },
    'soft-targets': folders('folder of soft targets, once for each teacher'),
    teacher: teacherModel,
    out,
  },
  handler: async (given) => (await import('../stages/student-tune.js')).studentTune(given),
};
