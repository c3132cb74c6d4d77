import { entry, listNames } from './entry';

/** Errors of forecasting from a file, beside those that the runtime has too. */
export const FORECAST_FILE_ERRORS = {
  FORECAST_READER: entry<{ input: string; model: string }>(
    (c) => `Nothing says how ${c.input} is to be read: no data set config is known for ${c.model}.`,
    () => 'Give `--config data/configs/datasets/NAME/dataset.json`, or at least `--set timestamp=COLUMN`.',
  ),
  FORECAST_WORD: entry<{ series: string; column: string; value: string; known: readonly string[] }>(
    (c) =>
      `Series "${c.series}" has "${c.value}" in column "${c.column}", which no series had that the model was trained on.`,
    (c) => `It knows ${listNames(c.known)}; train it again with the new value, or correct the file.`,
  ),
} as const;
