import { entry, listNames } from './entry';

/** Errors of forecasting from a file, beside those that the runtime has too. */
export const FORECAST_FILE_ERRORS = {
  FORECAST_READER: entry<{ input: string; model: string }>(
    (c) => `Nothing says how ${c.input} is to be read: no data set config is known for ${c.model}.`,
    () => 'Give `--config data/configs/datasets/NAME/dataset.json`, or at least `--set timestamp=COLUMN`.',
  ),
  FORECAST_MODEL: entry<{ model: string; isFolder: boolean; nearest: string | undefined }>(
    (c) =>
      `${c.model} is no model: ${c.isFolder ? 'it has neither the manifest.json of a model nor the model.json of an export' : 'there is no such folder'}.`,
    (c) =>
      c.nearest === undefined
        ? 'Give the folder of a model, such as data/artifacts/<experiment>/student-distill-s0, or one that `npx tsdistill export` wrote.'
        : `Did you mean "${c.nearest}"?`,
  ),
  FORECAST_SETTING: entry<{ key: string; value: string | undefined }>(
    (c) =>
      `\`--set ${c.key}\` cannot be given here: ${c.value === undefined ? 'it says nothing of how the file of `--input` is read' : `of this model it is ${c.value}`}.`,
    () => 'Leave it out: `--set` says how the file is read (dialect, timeFormat, missing, resample, …), not what.',
  ),
  FORECAST_WORD: entry<{ series: string; column: string; value: string; known: readonly string[] }>(
    (c) =>
      `Series "${c.series}" has "${c.value}" in column "${c.column}", which no series had that the model was trained on.`,
    (c) => `It knows ${listNames(c.known)}; train it again with the new value, or correct the file.`,
  ),
} as const;
