import type { CommandModule } from 'yargs';
import type { RefreshArguments } from '../stages/refresh';

export const refreshCommand: CommandModule<object, RefreshArguments> = {
  command: 'refresh <experiment>',
  describe:
    'Go on with an experiment after rows were appended: frozen teacher, new windows alone labelled, students from their weights',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .example('$0 refresh shop', 'after rows were appended to data/raw/shop.csv') as never,
  handler: async (given) => (await import('../stages/refresh.js')).refresh(given),
};
