import type { CommandModule } from 'yargs';
import type { InitArguments } from '../stages/init';
import { horizon, settings } from './options';

export const initCommand: CommandModule<object, InitArguments> = {
  command: 'init <file>',
  describe: 'Write the configs of a first experiment on a CSV or parquet file: data set, teacher, student',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', demandOption: true, describe: 'its path, or a pattern' })
      .options({
        name: { type: 'string', requiresArg: true, describe: 'of the experiment; default that of the file' },
        horizon,
        set: settings,
      })
      .example('$0 init data/raw/shop.csv --horizon 14', 'the configs of an experiment `shop`') as never,
  handler: async (given) => (await import('../stages/init.js')).init(given),
};
