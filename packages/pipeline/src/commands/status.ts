import type { CommandModule } from 'yargs';
import type { StatusArguments } from '../stages/status';

export const statusCommand: CommandModule<object, StatusArguments> = {
  command: 'status [experiments..]',
  describe: 'Every experiment, stage by stage: fresh, stale or never run, where its result came from, its time',
  builder: (yargs) =>
    yargs
      .positional('experiments', { type: 'string', array: true, default: [], describe: 'default all' })
      .options({
        check: { type: 'boolean', default: false, describe: 'exit with code 1 when something is stale' },
        json: { type: 'boolean', default: false, describe: 'one entry a task, for programs' },
      })
      .example('$0 status --check', 'in a script, before results are used') as never,
  handler: async (given) => (await import('../stages/status.js')).status(given),
};
