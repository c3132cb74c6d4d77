import type { CommandModule } from 'yargs';
import type { SoftTargetsArguments } from '../stages/soft-targets';
import { config, dataset, folders, out } from './options';

export const softTargetsCommand: CommandModule<object, SoftTargetsArguments> = {
  command: 'soft-targets',
  describe: 'Let a teacher forecast every window once; without --teacher, take in forecasts made elsewhere',
  builder: (yargs) =>
    yargs
      .options({
        config: config('teacher.json'),
        dataset,
        teacher: { type: 'string', describe: 'folder of the teacher' },
        'fold-teacher': folders('folder of the teacher that was kept from fold 0, then of fold 1, …'),
        out,
      })
      .example(
        '$0 soft-targets --config data/configs/teachers/shop-big/teacher.json --dataset data/artifacts/dataset-shop/ingest --teacher data/artifacts/teacher-shop-big/teacher-train --out shop-soft-targets',
        'forecast every window once',
      ) as never,
  handler: async (given) => (await import('../stages/soft-targets.js')).softTargets(given),
};
