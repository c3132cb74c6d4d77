import type { CommandModule } from 'yargs';
import type { StudentDistillArguments } from '../stages/student-distill';
import { config, dataset, folders, member, out, parseSeed, teacherModel } from './options';

export const studentDistillCommand: CommandModule<object, StudentDistillArguments> = {
  command: 'student-distill',
  describe: 'Fit one student to truth and soft targets; without --experiment its twin, to the truth alone',
  builder: (yargs) =>
    yargs
      .options({
        config: config('student.json'),
        dataset,
        seed: {
          type: 'string',
          coerce: parseSeed,
          demandOption: true,
          describe: 'seed of parameters and order: 0, 1, …',
        },
        experiment: { type: 'string', describe: 'path of an experiment.json; needs --soft-targets or --placebo' },
        member,
        'soft-targets': folders('folder of soft targets, once for each teacher'),
        teacher: teacherModel,
        placebo: {
          type: 'string',
          choices: ['smoothed-labels'],
          describe: 'a teacher without knowledge, in place of --soft-targets',
        },
        tuning: { type: 'string', describe: 'folder of settings chosen by student-tune, in place of the config’s' },
        out,
      })
      .example(
        '$0 student-distill --config data/configs/students/shop-small/student.json --dataset data/artifacts/dataset-shop/ingest --seed 0 --experiment data/configs/experiments/shop/experiment.json --soft-targets data/artifacts/teacher-shop-big/soft-targets --out shop-student',
        'one seed of a student',
      ) as never,
  handler: async (given) => (await import('../stages/student-distill.js')).studentDistill(given),
};
