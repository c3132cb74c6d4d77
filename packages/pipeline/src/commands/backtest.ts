import type { CommandModule } from 'yargs';
import type { BacktestArguments } from '../stages/backtest';
import { folders, parseCount, since } from './options';

export const backtestCommand: CommandModule<object, BacktestArguments> = {
  command: 'backtest [experiment]',
  describe: 'Forecast from rolling origins with fixed students; errors by period, forecasts and truth as Arrow',
  builder: (yargs) =>
    yargs
      .positional('experiment', { type: 'string', describe: 'its name: all seeds of its student are run' })
      .options({
        model: folders('folder of a model, in place of an experiment'),
        dataset: {
          type: 'string',
          requiresArg: true,
          describe: 'folder of a data set with the same channels; default that of the experiment',
        },
        since: {
          ...since,
          describe: 'first origin, also beyond the test split; default the origins of the test split',
        },
        every: {
          type: 'string',
          requiresArg: true,
          default: '1',
          coerce: parseCount('every', 99_999),
          describe: 'of the origins of a series, only every so many-th',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe: 'folder of the artifact; default data/artifacts/<experiment>/backtest',
        },
      })
      .example('$0 backtest shop --since 2024-11-16 --every 7', 'every seventh origin since then, all seeds') as never,
  handler: async (given) => (await import('../stages/backtest.js')).backtest(given),
};
