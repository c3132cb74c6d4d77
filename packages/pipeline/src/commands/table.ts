import type { CommandModule } from 'yargs';
import type { TableArguments } from '../stages/table';

export const tableCommand: CommandModule<object, TableArguments> = {
  command: 'table',
  describe: 'Print the closing table of every evaluated experiment',
  builder: (yargs) =>
    yargs
      .options({ tag: { type: 'string', describe: 'only experiments whose config has this tag' } })
      .example('$0 table --tag default', 'the tables of the experiments with one tag') as never,
  handler: async (given) => (await import('../stages/table.js')).table(given),
};
