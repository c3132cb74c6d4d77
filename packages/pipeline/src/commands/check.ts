import type { CommandModule } from 'yargs';
import type { CheckArguments } from '../stages/check';

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: 'check <path>',
  describe: 'Say everything that is wrong with an artifact folder, and where; or what it holds',
  builder: {
    dataset: {
      type: 'string',
      requiresArg: true,
      describe: 'folder of the data set it should belong to: coverage, unit and leakage are checked too',
    },
  },
  handler: async (given) => (await import('../stages/check.js')).check(given),
};
