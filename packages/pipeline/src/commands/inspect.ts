import type { CommandModule } from 'yargs';
import type { InspectArguments } from '../stages/inspect';
import { horizon, settings } from './options';

export const inspectCommand: CommandModule<object, InspectArguments> = {
  command: 'inspect <file>',
  describe:
    'Look at a CSV or parquet file: what it holds, everything that is wrong with it, and a config that was tried on it',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', demandOption: true, describe: 'its path, or a pattern' })
      .options({
        horizon,
        set: settings,
        json: { type: 'boolean', default: false, describe: 'print one JSON object, for programs' },
      })
      .example('$0 inspect data/raw/shop.csv --set timeFormat=%d/%m/%Y', 'what a file holds') as never,
  handler: async (given) => (await import('../stages/inspect.js')).inspect(given),
};
