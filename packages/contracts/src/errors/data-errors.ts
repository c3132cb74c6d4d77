import { entry, listNames } from './entry';

/** Where a bad cell of a CSV is, what it holds, and how many cells or rows are as bad. */
export interface CellContext {
  readonly file: string;
  /** Counted from 1, the header included, as an editor shows it. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly count: number;
}

/** Two neighbouring rows whose timestamps do not follow each other; `line` and `value` are those of the second. */
export interface StepContext {
  readonly file: string;
  readonly line: number;
  readonly value: string;
  readonly previous: string;
  readonly count: number;
}

const atLeast = (c: { readonly atLeast: boolean }) => (c.atLeast ? 'at least ' : '');
const cell = (c: CellContext) => `${c.file}, line ${c.line}, column "${c.column}"`;

/** Errors of the user's data. Permanent codes; every hint names a setting of the data set config. */
export const DATA_ERRORS = {
  SOURCE_UNKNOWN: entry<{ name: string; known: readonly string[] }>(
    (c) => `There is no embedded source "${c.name}"; there is ${listNames(c.known)}.`,
    () => 'For your own data write a CSV and name it in `ingest.csv` of the data set config.',
  ),
  SOURCE_CHANGED: entry<{ file: string; expected: string; found: string }>(
    (c) => `${c.file} has sha256 ${c.found}, data/raw/SOURCES.md describes ${c.expected}.`,
    () => 'Run `npm ci`, which installs the version in package-lock.json.',
  ),
  CSV_MISSING: entry<{ file: string }>(
    (c) => `There is no file ${c.file}.`,
    () => 'Check `ingest.csv` in the data set config; relative paths start at the workspace root.',
  ),
  CSV_EMPTY: entry<{ file: string }>(
    (c) => `${c.file} has 0 data rows.`,
    () => 'The first line must name the columns, the others hold the rows; check `ingest.csv`.',
  ),
  CSV_UNREADABLE: entry<{ file: string; problem: string }>(
    (c) => `${c.file} cannot be read as CSV: ${c.problem}`,
    () => 'Write it as UTF-8 with commas, one kind of line end and quotes doubled inside quotes; check `ingest.csv`.',
  ),
  CSV_BAD_ROW: entry<{ file: string; line: number; problem: string; text: string; count: number; atLeast: boolean }>(
    (c) => `${c.file}, line ${c.line}: ${c.problem} in \`${c.text}\` (${atLeast(c)}${c.count} bad rows).`,
    () => 'Each row needs as many fields as the header, in UTF-8, quotes closed. Is the file in `ingest.csv` cut?',
  ),
  CSV_NOT_A_NUMBER: entry<CellContext & { readonly atLeast: boolean }>(
    (c) => `${cell(c)}: "${c.value}" is not a number (${atLeast(c)}${c.count} such values).`,
    (c) =>
      `Numbers have a decimal point and no unit. To leave "${c.column}" out, list the others in \`ingest.targets\`.`,
  ),
  COLUMN_UNKNOWN: entry<{ file: string; column: string; found: readonly string[]; nearest: string | undefined }>(
    (c) => `${c.file} has no column "${c.column}"; it has ${c.found.length}: ${listNames(c.found)}.`,
    (c) => {
      if (c.found.length === 1 && /[;\t|]/.test(c.found[0] ?? ''))
        return 'The header is one column: the fields of the file must be separated by commas.';
      const settings =
        'Columns are named in `ingest.timestamp` and `ingest.targets`, and in the first line of the file.';
      return c.nearest === undefined ? settings : `Did you mean "${c.nearest}"? ${settings}`;
    },
  ),
  COLUMN_REPEATED: entry<{ file: string; column: string; positions: readonly number[] }>(
    (c) => `${c.file} has ${c.positions.length} columns "${c.column}", at positions ${c.positions.join(', ')}.`,
    () => 'Give each column of the file in `ingest.csv` its own name.',
  ),
  COLUMN_UNNAMED: entry<{ file: string; position: number }>(
    (c) => `${c.file}: the header has no name at position ${c.position}.`,
    () => 'Name the column, or list the columns to forecast in `ingest.targets`.',
  ),
  COLUMN_NONE: entry<{ file: string; timestamp: string }>(
    (c) => `${c.file} has no column to forecast beside the timestamp "${c.timestamp}".`,
    () => 'The file in `ingest.csv` needs at least one column of numbers.',
  ),
  TIMESTAMP_INVALID: entry<CellContext>(
    (c) => `${cell(c)}: "${c.value}" is not a timestamp (${c.count} such rows).`,
    () => 'The column in `ingest.timestamp` must look like 2024-01-31, 2024-01-31 23:00 or 2024-01-31T23:00:00Z.',
  ),
  TIMESTAMP_UNORDERED: entry<StepContext>(
    (c) => `${c.file}, line ${c.line}: ${c.value} comes after ${c.previous} (${c.count} rows go back in time).`,
    () => 'Sort the file in `ingest.csv` by its timestamps, earliest first.',
  ),
  TIMESTAMP_DUPLICATE: entry<StepContext>(
    (c) => `${c.file}, line ${c.line}: ${c.value} is there a second time (${c.count} duplicate rows).`,
    () => 'One row a timestamp in `ingest.csv`. Does a clock change repeat an hour? Then write the times in UTC.',
  ),
  TIMESTAMP_GAP: entry<
    StepContext & { readonly missing: number; readonly firstMissing: string; readonly total: number }
  >(
    (c) =>
      `${c.file}, line ${c.line}: ${c.missing} rows are missing from ${c.firstMissing}, between ${c.previous} and ` +
      `${c.value} (${c.count} gaps, ${c.total} rows missing in all).`,
    () =>
      'Add the rows to the file in `ingest.csv`. Does a clock change leave out an hour? Then write the times in UTC.',
  ),
  TIMESTAMP_OFF_GRID: entry<StepContext & { readonly frequency: string }>(
    (c) =>
      `${c.file}, line ${c.line}: from ${c.previous} to ${c.value} is no multiple of ${c.frequency} ` +
      `(${c.count} such steps).`,
    () => 'Rows must be `ingest.frequency` apart, all on one grid.',
  ),
  FREQUENCY_MISMATCH: entry<{ file: string; frequency: string; found: string; count: number; steps: number }>(
    (c) => `${c.file}: ${c.count} of ${c.steps} steps are ${c.found}, but the config says ${c.frequency}.`,
    (c) => `Set \`ingest.frequency\` to "${c.found}", or give a file with steps of ${c.frequency}.`,
  ),
  VALUE_MISSING: entry<CellContext>(
    (c) =>
      `${cell(c)}: ${c.value === '' ? 'the value is missing' : `"${c.value}" is no value`} (${c.count} such values).`,
    (c) =>
      `Nothing is filled silently: mend the file in \`ingest.csv\`, or leave "${c.column}" out of \`ingest.targets\`.`,
  ),
  VALUE_INFINITE: entry<CellContext>(
    (c) => `${cell(c)}: "${c.value}" is infinite or beyond float32, ±3.4e38 (${c.count} such values).`,
    (c) => `Rescale the column, or leave "${c.column}" out of \`ingest.targets\`.`,
  ),
} as const;
