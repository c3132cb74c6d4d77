import type { CommandModule } from 'yargs';
import type { StudentTuneArguments } from '../stages/student-tune';
import { config, dataset, folders, member, out, teacherModel } from './options';

export const studentTuneCommand: CommandModule<object, StudentTuneArguments> = {
  command: 'student-tune',
  describe: "Choose a student's settings on validation; without --experiment those of its twin",
  builder: (yargs) =>
    yargs
      .options({
        config: config('student.json'),
        dataset,
        experiment: { type: 'string', describe: 'path of an experiment.json; needs --soft-targets' },
        member,
        'soft-targets': folders('folder of soft targets, once for each teacher'),
        teacher: teacherModel,
        out,
      })
      .example(
        '$0 student-tune --config data/configs/students/shop-small/student.json --dataset data/artifacts/dataset-shop/ingest --out shop-tuning',
        'settings of the twin',
      ) as never,
  handler: async (given) => (await import('../stages/student-tune.js')).studentTune(given),
};
