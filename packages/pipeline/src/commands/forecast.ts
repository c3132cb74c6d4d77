import type { CommandModule } from 'yargs';
import type { ForecastArguments } from '../stages/forecast';
import { intervalOptions, settings } from './options';

export const forecastCommand: CommandModule<object, ForecastArguments> = {
  command: 'forecast',
  describe: 'Forecast what comes after the last row of a file, in raw units with times and intervals',
  builder: (yargs) =>
    yargs
      .options({
        model: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'folder of a model, or of an export',
        },
        input: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'file with the newest rows, or a pattern',
        },
        config: {
          type: 'string',
          requiresArg: true,
          describe: 'dataset.json that says how the file is read; default that of the experiment the model lies in',
        },
        set: settings,
        ...intervalOptions,
        format: { choices: ['csv', 'json', 'arrow'], default: 'csv', describe: 'how the forecast is written' },
        out: { type: 'string', requiresArg: true, describe: 'file to write; default stdout' },
      })
      .example(
        '$0 forecast --model data/artifacts/shop/student-distill-s0 --input latest.csv',
        'the next steps of every column, as CSV',
      )
      .example(
        '$0 forecast --model shop-web --input latest.csv --set timestamp=date --format json --out next.json',
        'of an export, where no config says how the file is read',
      ) as never,
  handler: async (given) => (await import('../stages/forecast.js')).forecast(given),
};
