import type { CommandModule } from 'yargs';
import type { IngestArguments } from '../stages/ingest';
import { config, out } from './options';

export const ingestCommand: CommandModule<object, IngestArguments> = {
  command: 'ingest',
  describe: 'Read a CSV once and write a data set: rows, forecast origins, scaler',
  builder: (yargs) =>
    yargs
      .options({ config: config('dataset.json'), out })
      .example(
        '$0 ingest --config data/configs/datasets/shop/dataset.json --out shop-data',
        'what Nx runs for `npx nx run shop:ingest`',
      ) as never,
  handler: async (given) => (await import('../stages/ingest.js')).ingest(given),
};
