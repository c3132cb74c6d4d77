import type { CommandModule } from 'yargs';
import type { TableArguments } from '../stages/table';

export const tableCommand: CommandModule<object, TableArguments> = {
  command: 'table',
  describe: 'Print the closing table of every evaluated experiment',
  builder: { tag: { type: 'string', describe: 'only experiments whose config has this tag' } },
  handler: async (given) => (await import('../stages/table.js')).table(given),
};
