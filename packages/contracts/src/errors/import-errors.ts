import { countOf, entry, listNames } from './entry';

/** A value of a frame: its data row (from 1, the header not counted), whose it is, and how many rows are as bad. */
export interface RowContext {
  readonly file: string;
  readonly row: number;
  readonly value: string;
  readonly count: number;
}

/** A forecast of a frame by its key, and how many rows are as bad. */
export interface ForecastContext {
  readonly file: string;
  readonly id: string;
  readonly ds: string;
  readonly cutoff: string;
  readonly count: number;
}

const orNearest = (nearest: string | undefined, otherwise: string): string =>
  nearest === undefined ? otherwise : `Did you mean "${nearest}"? ${otherwise}`;
const key = (c: ForecastContext): string => `unique_id "${c.id}", cutoff ${c.cutoff}, ds ${c.ds}`;
const rows = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

/** Errors of `import-forecasts`: a long frame of forecasts made elsewhere. */
export const IMPORT_ERRORS = {
  FRAME_MISSING: entry<{ file: string }>(
    (c) => `There is no file ${c.file}.`,
    () => '`npx tsdistill import-forecasts FILE` takes one CSV (may be gzipped) or one parquet file.',
  ),
  FRAME_UNREADABLE: entry<{ file: string; format: string; problem: string }>(
    (c) => `${c.file} cannot be read as ${c.format}: ${c.problem}.`,
    () =>
      'Write it with commas, in UTF-8, numbers with a decimal point (pandas: to_csv(index=False)), or as parquet (to_parquet).',
  ),
  FRAME_EMPTY: entry<{ file: string }>(
    (c) => `${c.file} has 0 rows of forecasts.`,
    () => 'The columns are unique_id, ds, cutoff and one a model; each row is one step of one window.',
  ),
  FRAME_COLUMN: entry<{ file: string; column: string; found: readonly string[]; nearest: string | undefined }>(
    (c) => `${c.file} has no column "${c.column}"; it has ${c.found.length}: ${listNames(c.found)}.`,
    (c) => orNearest(c.nearest, 'The columns are unique_id, ds, cutoff and one a model.'),
  ),
  FRAME_COLUMN_REPEATED: entry<{ file: string; column: string; positions: readonly number[] }>(
    (c) =>
      `${c.file} has ${countOf(c.positions.length, 'column')} "${c.column}", at positions ${c.positions.join(', ')}.`,
    () => 'Give each column its own name.',
  ),
  FRAME_NO_MODEL: entry<{ file: string; found: readonly string[] }>(
    (c) => `${c.file} has no column of forecasts; it has ${listNames(c.found)}.`,
    () => 'Forecasts stand in a column named after their model, beside unique_id, ds, cutoff and (if you like) y.',
  ),
  FRAME_SEVERAL_MODELS: entry<{ file: string; models: readonly string[] }>(
    (c) => `${c.file} holds forecasts of ${countOf(c.models.length, 'model')}: ${listNames(c.models)}.`,
    (c) => `Choose one with --model, for example \`--model "${c.models[0]}"\`; the others can be imported one by one.`,
  ),
  FRAME_MODEL_UNKNOWN: entry<{ file: string; model: string; models: readonly string[]; nearest: string | undefined }>(
    (c) => `${c.file} has no forecasts of the model "${c.model}"; it has ${listNames(c.models)}.`,
    (c) => orNearest(c.nearest, 'Give --model the name of a column of forecasts.'),
  ),
  FRAME_UNKNOWN_ID: entry<
    RowContext & { idCount: number; known: readonly string[]; what: string; nearest: string | undefined }
  >(
    (c) =>
      `${c.file}, data row ${c.row}: "${c.value}" is none of the ${c.known.length} ${c.what} of the data set: ` +
      `${listNames(c.known)} (${rows(c.count)} of ${c.idCount} unknown unique_id).`,
    (c) =>
      orNearest(c.nearest, 'Each unique_id names a target channel (one series), or a series (panel, one channel).'),
  ),
  FRAME_PANEL_CHANNELS: entry<{ seriesCount: number; channels: readonly string[] }>(
    (c) =>
      `The data set has ${c.seriesCount} series of ${countOf(c.channels.length, 'channel')} (${listNames(c.channels)}), ` +
      'but a unique_id can name only one of the two.',
    () => 'Write such forecasts as `soft-targets@1` yourself: docs/bring-your-own-teacher.md shows how.',
  ),
  FRAME_TIMESTAMP: entry<RowContext & { column: string }>(
    (c) => `${c.file}, data row ${c.row}, column "${c.column}": "${c.value}" is not a timestamp (${rows(c.count)}).`,
    () => 'Timestamps look like 2024-01-31, 2024-01-31 23:00:00 or 2024-01-31T23:00:00Z.',
  ),
  FRAME_NOT_FINITE: entry<RowContext & { column: string; id: string; ds: string }>(
    (c) =>
      `${c.file}, data row ${c.row}, column "${c.column}": "${c.value}" is no finite float32 ` +
      `(unique_id "${c.id}", ds ${c.ds}; ${rows(c.count)}).`,
    () => 'Leave out windows that the model cannot forecast: the soft targets may cover a part of the data set.',
  ),
  FRAME_CROSSED: entry<
    Omit<RowContext, 'value'> & {
      id: string;
      ds: string;
      low: string;
      high: string;
      lowValue: string;
      highValue: string;
    }
  >(
    (c) =>
      `${c.file}, data row ${c.row}: "${c.low}" is ${c.lowValue}, above "${c.high}", which is ${c.highValue} (unique_id "${c.id}", ds ${c.ds}; ${rows(c.count)}).`,
    () => 'The lower end of an interval lies below the upper one: were the two columns named the wrong way round?',
  ),
  FRAME_OFF_GRID: entry<ForecastContext & { first: string; last: string; frequency: string }>(
    (c) =>
      `${c.file}: ${key(c)}: there is no such row in the data set, whose rows go from ${c.first} to ${c.last} in ` +
      `steps of ${c.frequency} (${rows(c.count)}).`,
    () =>
      'Forecast the very rows of the data set; times without an offset are UTC, in the frame as in the CSV it was made from.',
  ),
  FRAME_CUTOFF: entry<ForecastContext & { first: string; last: string }>(
    (c) =>
      `${c.file}: ${key(c)}: the cutoff is not a row of the data set with a row behind it; those go from ${c.first} ` +
      `to ${c.last} (${rows(c.count)}).`,
    () => '`cutoff` is the time of the last row that the model could see, one step before its first forecast.',
  ),
  FRAME_BEFORE_CUTOFF: entry<ForecastContext>(
    (c) => `${c.file}: ${key(c)}: a forecast must lie behind its cutoff (${rows(c.count)}).`,
    () => '`cutoff` is the time of the last row that the model could see, one step before its first forecast.',
  ),
  FRAME_HORIZON: entry<{ file: string; found: number; expected: number; windowCount: number }>(
    (c) =>
      `${c.file}: the ${countOf(c.windowCount, 'window')} reach ${countOf(c.found, 'step')} behind their cutoff; the horizon of the data set is ${c.expected}.`,
    (c) => `Forecast with h=${c.expected}, or set \`ingest.horizon\` of the data set config to ${c.found}.`,
  ),
  FRAME_DUPLICATE: entry<ForecastContext>(
    (c) => `${c.file}: ${key(c)} is there a second time (${rows(c.count)} too many).`,
    () => 'Each unique_id, cutoff and ds has one row; drop the duplicates or give one file a model.',
  ),
  FRAME_NO_WINDOW: entry<{ file: string; windowCount: number; incomplete: number; outside: number; example: string }>(
    (c) =>
      `${c.file}: none of its ${countOf(c.windowCount, 'window')} can be used: ${c.incomplete} are incomplete, ${c.outside} start ` +
      `where the data set has no forecast origin; ${c.example}.`,
    () => 'A window needs every step of the horizon for every target channel, and its targets inside one split.',
  ),
  TRAINED_UNTIL_INVALID: entry<{ value: string; problem: string }>(
    (c) => `--trained-until ${c.value}: ${c.problem}.`,
    () =>
      'It is the time of the last row that the model was fitted on: 2024-01-31 (the whole day) or 2024-01-31T23:00:00Z.',
  ),
} as const;
