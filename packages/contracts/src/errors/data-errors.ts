import { entry, listNames } from './entry';

/** Where a row is: the line of a CSV, or the row of a table; its series, where there are several. */
export interface RowPlace {
  readonly file: string;
  /** Counted from 1, the header included, as an editor shows it. */
  readonly line?: number | undefined;
  /** Row of a parquet file or of the result of a query, from 1. */
  readonly row?: number | undefined;
  readonly series?: string | undefined;
}

/** A bad cell, what it holds, and how many cells or rows are as bad. */
export interface CellContext extends RowPlace {
  readonly column: string;
  readonly value: string;
  readonly count: number;
}

/** Two neighbouring rows whose timestamps do not follow each other; `value` and the place are those of the second. */
export interface StepContext extends RowPlace {
  readonly value: string;
  readonly previous: string;
  readonly count: number;
}

/** The first date of which day and month may be confused, and how many rows there are. */
export interface CellPlaceOfDate extends RowPlace {
  readonly column: string;
  readonly value: string;
  readonly rows: number;
}

/** A column that must hold one value a series. */
export interface LabelContext {
  readonly file: string;
  readonly series: string;
  readonly column: string;
}

const atLeast = (c: { readonly atLeast: boolean }) => (c.atLeast ? 'at least ' : '');
const place = ({ file, line, row, series }: RowPlace) =>
  [file, line && `line ${line}`, row && `row ${row}`, series !== undefined && `series "${series}"`]
    .filter(Boolean)
    .join(', ');
const cell = (c: CellContext) => `${place(c)}, column "${c.column}"`;
const share = (count: number, all: number) => `${Number(((100 * count) / all).toFixed(1))} %`;

const DELIMITERS: Readonly<Record<string, string>> = { ';': ';', '\t': '\\t', '|': '|' };
/** Words that people write where a value is missing. */
const NO_VALUE = /^(n\/?a|nan|null|none|nil|missing|-+|\.|\?|#n\/a|#value!)$/i;

/** True for words such as NA, null, - and ?: a person means a missing value by them. */
export function isMissingWord(text: string): boolean {
  return NO_VALUE.test(text.trim());
}

/** What to set, told by the text that is no number. */
function hintOfNumber({ value, column }: CellContext): string {
  if (isMissingWord(value))
    return `List the words for a missing value in \`ingest.dialect\`: "null": ["${value.trim()}"].`;
  if (/^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(value.trim()))
    return 'Set "decimal": "," and "thousands": "." in `ingest.dialect`.';
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(value.trim())) return 'Set "thousands": "," in `ingest.dialect`.';
  if (/^[-+]?\d+,\d+$/.test(value.trim())) return 'Set "decimal": "," in `ingest.dialect`.';
  return `Numbers have a decimal point (\`ingest.dialect\`) and no unit. To leave "${column}" out, list the others in \`ingest.targets\`.`;
}

/** What to set, told by the text that is no time. */
function hintOfTime({
  value,
  timeFormat,
}: {
  readonly value: string;
  readonly timeFormat?: string | undefined;
}): string {
  const text = value.trim();
  if (/^[^\d]*(total|sum|summe|average|mean)[^\d]*$/i.test(text))
    return 'Is it a line of totals? Take it out of the file in `ingest.files`, or out of the rows with `ingest.query`.';
  if (timeFormat !== undefined)
    return 'Every cell must fit `ingest.timeFormat`; a line of totals or notes has no place among the rows.';
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return 'Set `ingest.timeFormat` to "epoch-seconds".';
  if (/^\d{12,13}$/.test(text)) return 'Set `ingest.timeFormat` to "epoch-milliseconds".';
  return 'The column in `ingest.timestamp` must look like 2024-01-31, 2024-01-31 23:00 or 2024-01-31T23:00:00Z; name any other pattern in `ingest.timeFormat`.';
}

/** Errors of the user's data. Permanent codes; every hint names a setting of the data set config. */
export const DATA_ERRORS = {
  SOURCE_UNKNOWN: entry<{ name: string; known: readonly string[] }>(
    (c) => `There is no embedded source "${c.name}"; there is ${listNames(c.known)}.`,
    () => 'For your own data write a CSV and name it in `ingest.files` of the data set config.',
  ),
  SOURCE_CHANGED: entry<{ file: string; expected: string; found: string }>(
    (c) => `${c.file} has sha256 ${c.found}, data/raw/SOURCES.md describes ${c.expected}.`,
    () => 'Run `npm ci`, which installs the version in package-lock.json.',
  ),
  CSV_MISSING: entry<{ file: string }>(
    (c) => `There is no file ${c.file}.`,
    () => 'Check `ingest.files` in the data set config; relative paths start at the workspace root.',
  ),
  CSV_EMPTY: entry<{ file: string }>(
    (c) => `${c.file} has 0 data rows.`,
    () => 'The first line must name the columns, the others hold the rows; check `ingest.files`.',
  ),
  CSV_UNREADABLE: entry<{ file: string; problem: string }>(
    (c) => `${c.file} cannot be read: ${c.problem}`,
    () => 'Is the file in `ingest.files` whole, and is its text as `ingest.dialect` says?',
  ),
  CSV_LINE_ENDS: entry<{ file: string; line: number; end: string; first: string }>(
    (c) => `${c.file}, line ${c.line} ends with ${c.end}, the lines before it with ${c.first}.`,
    () => 'Give the file in `ingest.files` one kind of line end; `dos2unix` does that.',
  ),
  CSV_ENCODING: entry<{ file: string; encoding: string; suggested: string }>(
    (c) => `${c.file} has zero bytes in its first line, so its text is not ${c.encoding}.`,
    (c) => `Set "encoding": "${c.suggested}" in \`ingest.dialect\`, or check the file in \`ingest.files\`.`,
  ),
  FILE_KIND: entry<{ file: string; kind: string }>(
    (c) => `${c.file} is ${c.kind}, not a file.`,
    (c) =>
      `Name a file in \`ingest.files\`${c.kind === 'a folder' ? `, or all files of a kind in it: "${c.file.replace(/\/$/, '')}/*.csv"` : ''}.`,
  ),
  FILE_FORMAT: entry<{ file: string; found: string }>(
    (c) => `${c.file} is ${c.found}; this reads .csv, .csv.gz and .parquet.`,
    () => 'Unpack or convert it, and name the result in `ingest.files`.',
  ),
  FILE_REFUSED: entry<{ file: string; problem: string }>(
    (c) => `${c.file} cannot be opened: ${c.problem}.`,
    () => 'Check the path in `ingest.files`, and who may read it.',
  ),
  FILE_REPEATED: entry<{ file: string }>(
    (c) => `${c.file} is named twice, so that its rows would count twice.`,
    () => 'Name each file once in `ingest.files`; do two patterns fit it?',
  ),
  HEADER_DIFFERS: entry<{ file: string; first: string; column: string; has: boolean }>(
    (c) => `${c.file} has ${c.has ? 'a' : 'no'} column "${c.column}", ${c.first} has ${c.has ? 'none' : 'one'}.`,
    () => 'List the columns to forecast in `ingest.targets`; columns that are not named are not read.',
  ),
  QUERY_FAILED: entry<{ file: string; problem: string }>(
    (c) => `${c.file}: ${c.problem}`,
    () => 'The file in `ingest.query` holds one SELECT of DuckDB over the table `input`.',
  ),
  COLUMN_TYPE: entry<{ file: string; column: string; type: string; wanted: string }>(
    (c) => `${c.file}, column "${c.column}" is of type ${c.type}, but it must hold ${c.wanted}.`,
    () => 'Name another column, give its unit in `ingest.timeFormat`, or cast it in a query (`ingest.query`).',
  ),
  CSV_BAD_ROW: entry<{ file: string; line: number; problem: string; text: string; count: number; atLeast: boolean }>(
    (c) => `${c.file}, line ${c.line}: ${c.problem} in \`${c.text}\` (${atLeast(c)}${c.count} bad rows).`,
    (c) => {
      if (/utf-8|encoding/i.test(c.problem)) return 'Set "encoding": "latin-1" (or "utf-16") in `ingest.dialect`.';
      return 'Each row needs as many fields as the header, quotes closed. Is the file in `ingest.files` cut, or is a line a comment (`ingest.dialect`)?';
    },
  ),
  CSV_NOT_A_NUMBER: entry<CellContext & { readonly atLeast: boolean }>(
    (c) => `${cell(c)}: "${c.value}" is not a number (${atLeast(c)}${c.count} such values).`,
    hintOfNumber,
  ),
  COLUMN_UNKNOWN: entry<{ file: string; column: string; found: readonly string[]; nearest: string | undefined }>(
    (c) => `${c.file} has no column "${c.column}"; it has ${c.found.length}: ${listNames(c.found)}.`,
    (c) => {
      const delimiter = c.found.length === 1 ? /[;\t|]/.exec(c.found[0] ?? '')?.[0] : undefined;
      if (delimiter !== undefined)
        return `The header is one column: set "delimiter": "${DELIMITERS[delimiter]}" in \`ingest.dialect\`.`;
      if (/^\s*[#%]/.test(c.found[0] ?? ''))
        return `The first line is a comment: set "comment": "${c.found[0]?.trim().charAt(0)}" in \`ingest.dialect\`.`;
      const settings =
        'Columns are named in `ingest.timestamp` and `ingest.targets`, and in the first line of the file.';
      return c.nearest === undefined ? settings : `Did you mean "${c.nearest}"? ${settings}`;
    },
  ),
  COLUMN_REPEATED: entry<{ file: string; column: string; positions: readonly number[] }>(
    (c) => `${c.file} has ${c.positions.length} columns "${c.column}", at positions ${c.positions.join(', ')}.`,
    () => 'Give each column of the file in `ingest.files` its own name.',
  ),
  COLUMN_UNNAMED: entry<{ file: string; position: number }>(
    (c) => `${c.file}: the header has no name at position ${c.position}.`,
    () => 'Name the column, or list the columns to forecast in `ingest.targets`.',
  ),
  COLUMN_NONE: entry<{ file: string; timestamp: string }>(
    (c) => `${c.file} has no column to forecast beside the timestamp "${c.timestamp}".`,
    () => 'The file in `ingest.files` needs at least one column of numbers.',
  ),
  TIMESTAMP_INVALID: entry<CellContext & { readonly timeFormat?: string | undefined }>(
    (c) =>
      `${cell(c)}: "${c.value}" ${c.timeFormat === undefined ? 'is not a timestamp' : `does not fit ${c.timeFormat}`} (${c.count} such rows).`,
    hintOfTime,
  ),
  TIMESTAMP_DAY_ORDER: entry<
    CellPlaceOfDate & { readonly fits: readonly { readonly format: string; readonly count: number }[] }
  >(
    (c) => {
      const fits = c.fits.map(({ format, count }) => `${count} of ${c.rows} rows fit ${format}`).join(', ');
      return `${place(c)}, column "${c.column}": "${c.value}" does not say which is the day and which the month (${fits}).`;
    },
    (c) => {
      const whole = c.fits.filter(({ count }) => count === c.rows);
      const [only] = whole;
      return whole.length === 1 && only
        ? `Set \`ingest.timeFormat\` to "${only.format}".`
        : `Set \`ingest.timeFormat\`, to ${c.fits.map(({ format }) => `"${format}"`).join(' or ')}.`;
    },
  ),
  TIMESTAMP_OFFSETS: entry<CellContext & { readonly rows: number; readonly offsets: boolean }>(
    (c) =>
      `${cell(c)}: "${c.value}" has ${c.offsets ? 'no' : 'an'} offset from UTC, unlike the first row ` +
      `(${c.count} of ${c.rows} timestamps).`,
    () => 'Write all timestamps with an offset or none; without one, `ingest.timezone` says which clock they show.',
  ),
  TIMESTAMP_HOLE: entry<CellContext & { readonly timezone: string }>(
    (c) =>
      `${cell(c)}: "${c.value}" does not exist in ${c.timezone}, where the clock is put forward over it (${c.count} such rows).`,
    () =>
      'If these times are UTC, or of a clock that is never changed, set `ingest.timezone` to that (such as "UTC" or "Etc/GMT-1").',
  ),
  TIMESTAMP_REPEAT: entry<CellContext & { readonly timezone: string }>(
    (c) =>
      `${cell(c)}: "${c.value}" comes twice in ${c.timezone}, where the clock is put back over it (${c.count} such rows).`,
    () =>
      'Set `ingest.ambiguous` to "earlier" or "later", write the times with an offset, or set `ingest.timezone` to "UTC" if they are.',
  ),
  TIME_FORMAT: entry<{ timeFormat: string; problem: string }>(
    (c) => `"${c.timeFormat}" is no pattern of time: ${c.problem}`,
    () => '`ingest.timeFormat` takes the letters of strptime, such as "%d/%m/%Y %H:%M".',
  ),
  SERIES_UNNAMED: entry<CellContext>(
    (c) => `${cell(c)}: the row has no series (${c.count} such rows).`,
    () => 'Fill the column in `ingest.series`, or take the rows out with `ingest.query`.',
  ),
  TIMESTAMP_DUPLICATE: entry<
    StepContext & { readonly values: readonly [number, number]; readonly seriesCount: number }
  >(
    (c) =>
      `${place(c)}: ${c.value} is there a second time, with the values ${c.values[0]} and ${c.values[1]} ` +
      `(${c.count} duplicate rows${c.series === undefined ? '' : ` in ${c.seriesCount} series`}).`,
    (c) =>
      c.series === undefined
        ? 'Set `ingest.duplicates` to "first", "last", "mean" or "sum"; is a column the name of a series (`ingest.series`)?'
        : 'Set `ingest.duplicates` to "first", "last", "mean" or "sum", or mend the file in `ingest.files`.',
  ),
  TIMESTAMP_GAP: entry<
    StepContext & { readonly missing: number; readonly firstMissing: string; readonly total: number }
  >(
    (c) =>
      `${place(c)}: ${c.missing} rows are missing from ${c.firstMissing}, between ${c.previous} and ` +
      `${c.value} (${c.count} gaps, ${c.total} rows missing in all).`,
    () =>
      'Say in `ingest.missing` what becomes of them ("ffill", "linear", "seasonal", "mask", "drop-series"), or add the rows. Does a clock change leave out an hour? Then set `ingest.timezone`.',
  ),
  TIMESTAMP_OFF_GRID: entry<StepContext & { readonly frequency: string }>(
    (c) =>
      `${place(c)}: from ${c.previous} to ${c.value} is no multiple of ${c.frequency} ` + `(${c.count} such steps).`,
    () => 'Rows must be `ingest.frequency` apart, all on one grid; `ingest.resample` combines those between.',
  ),
  FREQUENCY_MISMATCH: entry<{ file: string; frequency: string; found: string; count: number; steps: number }>(
    (c) =>
      `${c.file}: ${c.count} of ${c.steps} steps (${share(c.count, c.steps)}) are ${c.found}, but the config says ${c.frequency}.`,
    (c) => `Set \`ingest.frequency\` to "${c.found}", or combine the rows with \`ingest.resample\`.`,
  ),
  FREQUENCY_NONE: entry<{
    file: string;
    frequency: string;
    first: { readonly name: string; readonly count: number };
    second: { readonly name: string; readonly count: number };
    steps: number;
  }>(
    (c) =>
      `${c.file}: the rows have no common step: ${c.first.name} ${share(c.first.count, c.steps)}, ` +
      `${c.second.name} ${share(c.second.count, c.steps)} of ${c.steps} steps; the config says ${c.frequency}.`,
    (c) => `Combine the rows into steps of ${c.frequency} with \`ingest.resample\`, or change \`ingest.frequency\`.`,
  ),
  VALUE_MISSING: entry<CellContext>(
    (c) =>
      `${cell(c)}: ${c.value === '' ? 'the value is missing' : `"${c.value}" is no value`} (${c.count} such values).`,
    (c) =>
      `Say in \`ingest.missing\` what becomes of it ("ffill", "linear", "seasonal", "mask", "drop-series"), or leave "${c.column}" out of \`ingest.targets\`.`,
  ),
  VALUE_INFINITE: entry<CellContext>(
    (c) => `${cell(c)}: "${c.value}" is infinite or beyond float32, ±3.4e38 (${c.count} such values).`,
    (c) => `Rescale the column, or leave "${c.column}" out of \`ingest.targets\`.`,
  ),
  KNOWN_MISSING: entry<CellContext>(
    (c) => `${cell(c)}: a covariate that is known for the future is missing (${c.count} such values).`,
    (c) => `Fill it, or list "${c.column}" in \`ingest.past\` if it is known up to the last target only.`,
  ),
  KNOWN_TOO_SHORT: entry<
    RowPlace & {
      readonly found: string;
      readonly needed: string;
      readonly horizon: number;
      readonly known: readonly string[];
      readonly count: number;
    }
  >(
    (c) =>
      `${place(c)}: ${listNames(c.known)} must be known until ${c.needed}, one horizon of ${c.horizon} behind the last ` +
      `target, but the last row is of ${c.found}${c.series === undefined ? '' : ` (${c.count} such series)`}.`,
    () => 'Append rows with empty targets to the file in `ingest.files`, or list the columns in `ingest.past`.',
  ),
  STATIC_VARIES: entry<LabelContext & { readonly values: readonly [string, string] }>(
    (c) => `${c.file}, series "${c.series}", column "${c.column}" holds "${c.values[0]}" and "${c.values[1]}".`,
    (c) =>
      `It must be the same in all rows of a series; list "${c.column}" in \`ingest.past\` or \`ingest.known\` if it varies.`,
  ),
  STATIC_MISSING: entry<LabelContext>(
    (c) => `${c.file}, series "${c.series}", column "${c.column}" has no value in any row.`,
    () => 'Fill it, or leave the column out of `ingest.static` and `ingest.weight`.',
  ),
  WEIGHT_INVALID: entry<LabelContext & { readonly value: string }>(
    (c) => `${c.file}, series "${c.series}", column "${c.column}": the weight "${c.value}" is no number above 0.`,
    () => 'Weights in `ingest.weight` are positive numbers; to leave a series out, use `ingest.query`.',
  ),
  RESAMPLE_COLUMN: entry<{ column: string }>(
    (c) => `\`ingest.resample\` does not say how the column "${c.column}" is combined.`,
    () => 'Name each column in `ingest.resample`, or give one word for all.',
  ),
} as const;
