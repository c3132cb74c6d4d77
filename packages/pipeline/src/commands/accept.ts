import type { CommandModule } from 'yargs';
import type { AcceptArguments } from '../stages/accept';

export const acceptCommand: CommandModule<object, AcceptArguments> = {
  command: 'accept <experiments..>',
  describe: 'Keep what evaluated experiments showed in data/results/<experiment>.json, to be committed',
  builder: (yargs) =>
    yargs
      .positional('experiments', { type: 'string', array: true, demandOption: true, describe: 'their names' })
      .example('$0 accept flights-lstm', 'writes data/results/flights-lstm.json') as never,
  handler: async (given) => (await import('../stages/accept.js')).accept(given),
};
