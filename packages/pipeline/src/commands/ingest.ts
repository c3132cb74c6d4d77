import type { CommandModule } from 'yargs';
import type { IngestArguments } from '../stages/ingest';
import { config, out } from './options';

export const ingestCommand: CommandModule<object, IngestArguments> = {
  command: 'ingest',
  describe: 'Read a CSV once and write a data set: rows, forecast origins, scaler',
  builder: { config: config('dataset.json'), out },
  handler: async (given) => (await import('../stages/ingest.js')).ingest(given),
};
