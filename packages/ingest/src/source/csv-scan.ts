import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import type { CsvHeader } from './read-header';
import { quotePath, quoteText } from './sql-text';
import { MAX_RECORD } from './text-records';

/** Rejected cells that are kept for counting: a wholly wrong file must not fill the memory. */
export const REJECT_LIMIT = 10_000;

/** Bytes that are read at once: half of what DuckDB takes by itself saves 50 MB of memory, and costs no time. */
const READ_BYTES = 16_000_000;

/** A CSV of which the header was read. */
export interface CsvText {
  readonly file: SourceFile;
  readonly dialect: Dialect;
  readonly header: CsvHeader;
  /** Whether a `_` stands between two digits somewhere in the file: the cast of DuckDB would leave it out. Looks once. */
  readonly findUnderscores: () => Promise<boolean>;
}

/**
 * The SQL table of a CSV, its columns called `c0`, `c1` … in the order of the file.
 *
 * Every column has its type before the first row is read: a type guessed from the first rows turns 12.75 in a later row
 * into 13. Columns are known by position, since DuckDB does not compare the names with the header.
 *
 * @param typeOf SQL type of the column at a position
 * @param onReject keeps what is rejected, 1 kB and the text of each row in memory, whatever the limit; or stops with the error
 *   of DuckDB at the first one, which a query that is streamed would lose
 */
export function csvTable(
  { file, dialect, header }: CsvText,
  typeOf: (position: number) => string,
  onReject: 'keep' | 'stop' = 'keep',
): string {
  const columns = header.columns.map((_, position) => `'c${position}': '${typeOf(position)}'`);
  const nulls = ['', ...dialect.null].map(quoteText);
  const options = [
    `columns = {${columns.join(', ')}}`,
    // DuckDB counts no comments here: to skip them too would lose rows without a word.
    // Without the first one a line might be as long as what is read at once.
    `max_line_size = ${MAX_RECORD}, buffer_size = ${READ_BYTES}`,
    `skip = ${header.emptyCount}, header = true, auto_detect = false, strict_mode = true`,
    `delim = ${quoteText(dialect.delimiter)}`,
    `quote = ${quoteText(dialect.quote)}, escape = ${quoteText(dialect.quote)}`,
    `nullstr = [${nulls.join(', ')}]`,
    `encoding = ${quoteText(dialect.encoding)}`,
    `compression = ${file.gzip ? "'gzip'" : "'none'"}`,
    ...(dialect.decimal === '.' ? [] : [`decimal_separator = ${quoteText(dialect.decimal)}`]),
    ...(dialect.thousands === undefined ? [] : [`thousands = ${quoteText(dialect.thousands)}`]),
    ...(dialect.comment === undefined ? [] : [`comment = ${quoteText(dialect.comment)}`]),
    ...(onReject === 'keep' ? [`store_rejects = true, rejects_limit = ${REJECT_LIMIT}`] : []),
  ];
  return `read_csv(${quotePath(file.path)}, ${options.join(', ')})`;
}
