import type { CommandModule } from 'yargs';
import type { CheckArguments } from '../stages/check';

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: 'check <path>',
  describe: 'Say everything that is wrong with an artifact folder, and where; or what it holds',
  builder: (yargs) =>
    yargs
      .options({
        dataset: {
          type: 'string',
          requiresArg: true,
          describe: 'folder of the data set it should belong to: coverage, unit and leakage are checked too',
        },
      })
      .example('$0 check data/artifacts/shop/evaluate', 'say whether an artifact is sound') as never,
  handler: async (given) => (await import('../stages/check.js')).check(given),
};
