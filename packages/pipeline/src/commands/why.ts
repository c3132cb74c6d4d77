import type { CommandModule } from 'yargs';
import type { WhyArguments } from '../stages/why';

export const whyCommand: CommandModule<object, WhyArguments> = {
  command: 'why <task>',
  describe: 'Which input of a task changed since its last run: a setting, code, an upstream artifact, raw data',
  builder: (yargs) =>
    yargs
      .positional('task', { type: 'string', demandOption: true, describe: 'PROJECT:TARGET' })
      .example('$0 why flights-lstm:evaluate', 'what would run again, and why') as never,
  handler: async (given) => (await import('../stages/why.js')).why(given),
};
