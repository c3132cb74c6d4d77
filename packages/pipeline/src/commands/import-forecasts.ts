import type { CommandModule } from 'yargs';
import type { ImportForecastsArguments } from '../stages/import-forecasts';
import { dataset, out } from './options';

export const importForecastsCommand: CommandModule<object, ImportForecastsArguments> = {
  command: 'import-forecasts <file>',
  describe:
    'Turn forecasts of another library (CSV or parquet: unique_id, ds, cutoff, <model>, <model>-lo-90 …) into soft targets',
  builder: (yargs) =>
    yargs
      .options({
        dataset,
        model: { type: 'string', requiresArg: true, describe: 'which model, where the frame holds several' },
        'trained-until': {
          type: 'string',
          requiresArg: true,
          describe: 'time of the last row that the model was fitted on',
        },
        out,
      })
      .example(
        '$0 import-forecasts forecasts.parquet --dataset data/artifacts/dataset-shop/ingest --model NHITS --out shop-forecasts',
        'forecasts of one model of a frame',
      ) as never,
  handler: async (given) => (await import('../stages/import-forecasts.js')).importForecasts(given),
};
