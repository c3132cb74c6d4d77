import type { CommandModule } from 'yargs';
import type { DriftArguments } from '../stages/drift';
import { parseMargin, since } from './options';

export const driftCommand: CommandModule<object, DriftArguments> = {
  command: 'drift <experiment>',
  describe:
    'Exit with 1 when the error of its students has surely grown beyond a margin on rows since a date; also `evaluate EXPERIMENT --since DATE`',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', demandOption: true, describe: 'its name' })
      .options({
        since: { ...since, demandOption: true, describe: 'first of the new rows, such as 2024-11-16' },
        margin: {
          type: 'string',
          requiresArg: true,
          coerce: parseMargin('margin', 1000),
          describe: 'by how much the MSE may grow, such as 10%; default `evaluate.margin` of the experiment',
        },
        dataset: {
          type: 'string',
          requiresArg: true,
          describe: 'folder of a data set with the new rows; default the file of the data set config, read again',
        },
      })
      .example('$0 drift shop --since 2024-12-01 --margin 10%', 'after rows of December were appended') as never,
  handler: async (given) => (await import('../stages/drift.js')).drift(given),
};
