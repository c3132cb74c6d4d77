import type { UnpackedText } from './check-gzip';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import type { CsvHeader } from './read-header';
import { quotePath, quoteText } from './sql-text';

/** Rejected cells that are kept for counting: a wholly wrong file must not fill the memory. */
export const REJECT_LIMIT = 10_000;

/**
 * Keeps what is rejected, 1 kB and the text of each row in memory, whatever the limit; stops with the error of DuckDB at the first
 * one, which a query that is streamed would lose; or leaves it out, where another scan tells.
 */
export type OnReject = 'keep' | 'stop' | 'leave-out';
const REJECT_OPTIONS: Readonly<Record<OnReject, readonly string[]>> = {
  keep: [`store_rejects = true, rejects_limit = ${REJECT_LIMIT}`],
  stop: [],
  'leave-out': ['ignore_errors = true'],
};

/** A CSV of which the header was read. */
export interface CsvText {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  readonly header: CsvHeader;
  /** A `_` stands between two digits somewhere in the file: the cast of DuckDB would leave it out. */
  readonly hasUnderscores: boolean;
  readonly rowEstimate: number;
  /** Of a packed file. */
  readonly unpacked?: UnpackedText;
}

/**
 * The SQL table of a CSV, its columns called `c0`, `c1` … in the order of the file.
 *
 * Every column has its type before the first row is read: a type guessed from the first rows turns 12.75 in a later row
 * into 13. Columns are known by position, since DuckDB does not compare the names with the header.
 *
 * @param typeOf SQL type of the column at a position
 * @param onReject what becomes of rows and cells that are rejected
 */
export function csvTable(
  { file, dialect, header }: CsvText,
  typeOf: (position: number) => string,
  onReject: OnReject = 'keep',
): string {
  const columns = header.columns.map((_, position) => `'c${position}': '${typeOf(position)}'`);
  const nulls = ['', ...dialect.null].map(quoteText);
  const options = [
    `columns = {${columns.join(', ')}}`,
    // DuckDB counts no comments here: to skip them too would lose rows without a word.
    `skip = ${header.emptyCount}, header = true, auto_detect = false, strict_mode = true`,
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = ${quoteText(dialect.quote)}, escape = ${quoteText(dialect.quote)}`,
    `nullstr = [${nulls.join(', ')}]`,
    `encoding = ${quoteText(dialect.encoding)}`,
    `compression = ${file.gzip ? "'gzip'" : "'none'"}`,
    ...(dialect.decimal === '.' ? [] : [`decimal_separator = ${quoteText(dialect.decimal)}`]),
    ...(dialect.thousands === undefined ? [] : [`thousands = ${quoteText(dialect.thousands)}`]),
    ...(dialect.comment === undefined ? [] : [`comment = ${quoteText(dialect.comment)}`]),
    ...REJECT_OPTIONS[onReject],
  ];
  return `read_csv(${quotePath(file.path)}, ${options.join(', ')})`;
}
