import type { CommandModule } from 'yargs';
import type { TeacherTrainArguments } from '../stages/teacher-train';
import { config, dataset, out, parseFold } from './options';

export const teacherTrainCommand: CommandModule<object, TeacherTrainArguments> = {
  command: 'teacher-train',
  describe: 'Fit a teacher to the truth and write its model',
  builder: (yargs) =>
    yargs
      .options({
        config: config('teacher.json'),
        dataset,
        fold: {
          type: 'string',
          coerce: parseFold,
          describe: 'keep it from this one of the `soft-targets.folds` time folds of the train windows: 0, 1, …',
        },
        out,
      })
      .example(
        '$0 teacher-train --config data/configs/teachers/shop-big/teacher.json --dataset data/artifacts/dataset-shop/ingest --out shop-teacher',
        'what Nx runs for `npx nx run shop:teacher-train`',
      ) as never,
  handler: async (given) => (await import('../stages/teacher-train.js')).teacherTrain(given),
};
