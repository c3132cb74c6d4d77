import type { CommandModule } from 'yargs';
import type { TryArguments } from '../stages/try';
import { parseTriedSetting } from '../try/parse-setting';

export const tryCommand: CommandModule<object, TryArguments> = {
  command: 'try <experiment> <settings..>',
  describe: 'Run an experiment with other settings, leave its configs as they are, and say what changed',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .positional('settings', {
        type: 'string',
        array: true,
        demandOption: true,
        coerce: (given: readonly string[]) => given.map(parseTriedSetting),
        describe: 'KEY=VALUE of experiment.json or of its student.json',
      })
      .options({ keep: { type: 'string', requiresArg: true, describe: 'make a new experiment of this name of it' } })
      .example('$0 try flights-lstm distillation.alpha=0.5', 'another weight of the soft term')
      .example(
        '$0 try flights-lstm student.model.options.units=8 --keep flights-lstm-8',
        'a smaller student, kept',
      ) as never,
  handler: async (given) => (await import('../stages/try.js')).tryExperiment(given),
};
