import type { CommandModule } from 'yargs';
import type { CleanArguments } from '../stages/clean';

export const cleanCommand: CommandModule<object, CleanArguments> = {
  command: 'clean [parts..]',
  describe: 'Say what artifacts, half-done work and Nx’s cache take up, and delete them when asked to',
  builder: (yargs) =>
    yargs
      .positional('parts', {
        type: 'string',
        array: true,
        choices: ['artifacts', 'work', 'cache'],
        default: [],
        describe: 'default all three; configs, raw data and results always stay',
      })
      .options({ yes: { type: 'boolean', default: false, describe: 'do not ask' } })
      .example('$0 clean work --yes', 'deletes half-done trainings and trials') as never,
  handler: async (given) => (await import('../stages/clean.js')).clean(given),
};
