import { countOf, entry, listNames } from './entry';
import { atLeast, cell, type CellContext, type ColumnRole } from './row-place';

const DELIMITERS: Readonly<Record<string, string>> = { ';': ';', '\t': '\\t', '|': '|' };
/** What a first line shows, by the encoding that it may have. */
const FIRST_LINES = {
  'utf-8': 'no zero bytes',
  'utf-16': 'zero bytes',
  'latin-1': 'bytes that are no characters',
} as const;
/** Words that people write where a value is missing. */
const NO_VALUE = /^(n\/?a|nan|null|none|nil|missing|-+|\.|\?|#n\/a|#value!)$/i;

/** True for words such as NA, null, - and ?: a person means a missing value by them. */
export function isMissingWord(text: string): boolean {
  return NO_VALUE.test(text.trim());
}

export interface NumberContext extends CellContext {
  readonly atLeast: boolean;
  /** Where the text is such a word: all words for a missing value, those that are set and those that should be. */
  readonly nulls?: readonly string[] | undefined;
}

/** What to set, told by the text that is no number. */
function hintOfNumber({ value, column, role = 'targets', nulls = [value.trim()] }: NumberContext): string {
  if (value.trim() === column)
    return 'The header is there a second time: take that line out of the file in `ingest.files`.';
  if (isMissingWord(value))
    return `List the words for a missing value in \`ingest.dialect\`: "null": [${nulls.map((word) => JSON.stringify(word)).join(', ')}].`;
  if (/^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(value.trim()))
    return 'Set "decimal": "," and "thousands": "." in `ingest.dialect`.';
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(value.trim())) return 'Set "thousands": "," in `ingest.dialect`.';
  if (/^[-+]?\d{1,3}( \d{3})+,\d+$/.test(value.trim()))
    return 'Set "decimal": "," and "thousands": " " in `ingest.dialect`.';
  if (/^[-+]?\d{1,3}([\u00a0\u202f]\d{3})+([.,]\d+)?$/.test(value.trim()))
    return 'A no-break space parts its thousands: put a plain one in its place, and set "thousands": " " in `ingest.dialect`.';
  if (/^[-+]?\d{1,3}(_\d{3})+(\.\d+)?$/.test(value.trim())) return 'Set "thousands": "_" in `ingest.dialect`.';
  if (/^[-+]?\d+,\d+$/.test(value.trim())) return 'Set "decimal": "," in `ingest.dialect`.';
  const leave =
    role === 'targets'
      ? `To leave "${column}" out, list the others in \`ingest.targets\`.`
      : `To leave "${column}" out, take it out of \`ingest.${role}\`; words that do not change within a series can stand in \`ingest.static\`.`;
  return `Numbers have a decimal point (\`ingest.dialect\`) and no unit. ${leave}`;
}

/** Errors of files, their format and their columns. Permanent codes; every hint names a setting of the data set config. */
export const FILE_ERRORS = {
  SOURCE_UNKNOWN: entry<{ name: string; known: readonly string[] }>(
    (c) => `There is no embedded source "${c.name}"; there is ${listNames(c.known)}.`,
    () => 'For your own data write a CSV and name it in `ingest.files` of the data set config.',
  ),
  SOURCE_CHANGED: entry<{ file: string; expected: string; found: string }>(
    (c) => `${c.file} has sha256 ${c.found}, data/raw/SOURCES.md describes ${c.expected}.`,
    () => 'Run `npm ci`, which installs the version in package-lock.json.',
  ),
  CSV_MISSING: entry<{ file: string; isQuery?: boolean }>(
    (c) => `There is no file ${c.file}.`,
    (c) =>
      `Check the path (in a data set config: \`ingest.${c.isQuery ? 'query' : 'files'}\`); relative ones start at the workspace root.`,
  ),
  CSV_EMPTY: entry<{ file: string; isQuery?: boolean }>(
    (c) => (c.isQuery ? `The result of the query in ${c.file} has 0 rows.` : `${c.file} has 0 data rows.`),
    (c) =>
      c.isQuery
        ? 'Let the query in `ingest.query` select rows of the table `input`: does its WHERE leave any?'
        : 'The first line must name the columns, the others hold the rows; check `ingest.files`.',
  ),
  CSV_UNREADABLE: entry<{ file: string; problem: string }>(
    (c) => `${c.file} cannot be read: ${c.problem}`,
    (c) =>
      /not latin-1 encoded/.test(c.problem)
        ? 'It is windows-1252, or of two encodings: save it as UTF-8, and take "encoding" out of `ingest.dialect`.'
        : 'Is the file in `ingest.files` whole, and is its text as `ingest.dialect` says?',
  ),
  CSV_LINE_ENDS: entry<{ file: string; line: number; end: string; first: string }>(
    (c) => `${c.file}, line ${c.line} ends with ${c.end}, the lines before it with ${c.first}.`,
    () => 'Give the file in `ingest.files` one kind of line end; `dos2unix` does that.',
  ),
  CSV_ENCODING: entry<{
    file: string;
    encoding: string;
    suggested: 'utf-8' | 'utf-16' | 'latin-1';
    /** Another of the files, whose text is not as suggested. */
    other?: { readonly file: string; readonly encoding: string };
  }>(
    (c) =>
      `${c.file} has ${FIRST_LINES[c.suggested]} in its first line, so its text is not ${c.encoding}` +
      `${c.other ? `, but ${c.suggested}; ${c.other.file} is ${c.other.encoding}` : ''}.`,
    (c) =>
      c.other
        ? `"encoding" in \`ingest.dialect\` holds for all files: save ${c.file} as ${c.other.encoding}, or name files of one encoding in \`ingest.files\`.`
        : `Set "encoding": "${c.suggested}" in \`ingest.dialect\`, or check the file in \`ingest.files\`.`,
  ),
  FILE_CHANGED: entry<{ file: string; byteCount: number; expected: string; found: string }>(
    (c) => `${c.file} (${countOf(c.byteCount, 'byte')}) has sha256 ${c.found}, the config expects ${c.expected}.`,
    () => 'Get the file that docs/data-sets.md describes, or, if you trust this one, set `ingest.sha256` to its hash.',
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
  FILE_CHANGING: entry<{ file: string; before: number; after: number }>(
    (c) =>
      `${c.file} was written to while it was read: it had ${c.before} bytes, and has ${c.before === c.after ? 'as many' : c.after}.`,
    () => 'Let whatever writes to the file in `ingest.files` finish, or name a copy of it.',
  ),
  ROWS_LOST: entry<{ file: string; rows: number; estimate: number; problem: string }>(
    (c) => `${c.file}: reading broke off behind row ${c.rows} of about ${c.estimate}: ${c.problem}`,
    () => 'Get the file in `ingest.files` anew, or run again if its disk or network failed.',
  ),
  HEADER_DIFFERS: entry<{ file: string; first: string; column: string; has: boolean }>(
    (c) => `${c.file} has ${c.has ? 'a' : 'no'} column "${c.column}", ${c.first} has ${c.has ? 'none' : 'one'}.`,
    () => 'List the columns to forecast in `ingest.targets`; columns that are not named are not read.',
  ),
  QUERY_FAILED: entry<{ file: string; problem: string }>(
    (c) => `${c.file}: ${c.problem}`,
    () => 'The file in `ingest.query` holds one SELECT of DuckDB over the table `input`.',
  ),
  COLUMN_TYPE: entry<{
    file: string;
    column: string;
    type: string;
    wanted: string;
    /** The first cell that makes it so, and how many are like it. */
    cell?: { readonly row: number; readonly value: string; readonly count: number };
  }>(
    (c) =>
      `${c.file}, column "${c.column}" is of type ${c.type}, but it must hold ${c.wanted}` +
      `${c.cell ? `: row ${c.cell.row} holds "${c.cell.value}" (${countOf(c.cell.count, 'such value')})` : ''}.`,
    (c) =>
      c.cell
        ? `Cast it in a query (\`ingest.query\`): try_cast("${c.column}" AS DOUBLE) leaves out what is no number. Of a CSV, list the words for a missing value in "null" of \`ingest.dialect\`.`
        : 'Name another column, give its unit in `ingest.timeFormat`, or cast it in a query (`ingest.query`).',
  ),
  CSV_BAD_ROW: entry<{ file: string; line: number; problem: string; text: string; count: number; atLeast: boolean }>(
    (c) => `${c.file}, line ${c.line}: ${c.problem} in \`${c.text}\` (${atLeast(c)}${countOf(c.count, 'bad row')}).`,
    (c) => {
      if (/utf-8|encoding/i.test(c.problem)) return 'Set "encoding": "latin-1" (or "utf-16") in `ingest.dialect`.';
      if (/longer than|Maximum line size/.test(c.problem))
        return 'Have the lines of the file in `ingest.files` no ends, or is a quote not closed (`ingest.dialect`)?';
      return 'Each row needs as many fields as the header, quotes closed. Is the file in `ingest.files` cut, or is a line a comment (`ingest.dialect`)?';
    },
  ),
  CSV_NOT_A_NUMBER: entry<NumberContext>(
    (c) => `${cell(c)}: "${c.value}" is not a number (${atLeast(c)}${countOf(c.count, 'such value')}).`,
    hintOfNumber,
  ),
  COLUMN_UNKNOWN: entry<{
    file: string;
    column: string;
    found: readonly string[];
    nearest: string | undefined;
    /** The setting that names it. */
    role: ColumnRole;
  }>(
    (c) => `${c.file} has no column "${c.column}"; it has ${c.found.length}: ${listNames(c.found)}.`,
    (c) => {
      const delimiter = c.found.length === 1 ? /[;\t|]/.exec(c.found[0] ?? '')?.[0] : undefined;
      if (delimiter !== undefined)
        return `The header is one column: set "delimiter": "${DELIMITERS[delimiter]}" in \`ingest.dialect\`.`;
      if (/^\s*[#%]/.test(c.found[0] ?? ''))
        return `The first line is a comment: set "comment": "${c.found[0]?.trim().charAt(0)}" in \`ingest.dialect\`.`;
      const settings = `"${c.column}" is named in \`ingest.${c.role}\`; the file names its columns in its first line.`;
      return c.nearest === undefined ? settings : `Did you mean "${c.nearest}"? ${settings}`;
    },
  ),
  COLUMN_REPEATED: entry<{ file: string; column: string; positions: readonly number[] }>(
    (c) =>
      `${c.file} has ${countOf(c.positions.length, 'column')} "${c.column}", at positions ${c.positions.join(', ')}.`,
    () => 'Give each column of the file in `ingest.files` its own name.',
  ),
  COLUMN_UNNAMED: entry<{ file: string; position: number; only: string | undefined }>(
    (c) =>
      `${c.file}: the header has no name at position ${c.position}${c.only === undefined ? '' : `; "${c.only}" is its only one`}.`,
    (c) =>
      c.only === undefined
        ? 'Name the column, or list the columns to forecast in `ingest.targets`.'
        : 'Is it a title? Take the lines above the names of the columns out of the file in `ingest.files`; else name the columns.',
  ),
  COLUMN_NONE: entry<{ file: string; timestamp: string }>(
    (c) => `${c.file} has no column to forecast beside the timestamp "${c.timestamp}".`,
    () =>
      'The file in `ingest.files` needs at least one column of numbers, and their names in the first line; does a title stand above it?',
  ),
} as const;
