import type { FrameColumn, FrameFile } from './frame-file';
import { literal, literalPath } from './frame-database';
import type { FrameSelection } from './select-columns';

/** @file The SQL of a frame: every column has its type before the first row is read; nothing is guessed. */

/** An offset behind a time of day: Z, +02, +0200, +02:00 …; TIMESTAMP would drop it without a word. */
const OFFSET = String.raw`\d:\d.*(Z|[+-]\d\d(:?\d\d){0,2})$`;

/** Rows of the file with columns c0, c1, …; a CSV is known by position, since names are not compared with the header. */
export function scanSql(frame: FrameFile, selection: FrameSelection): string {
  const { columns, format, path } = frame;
  if (format === 'parquet') {
    const names = columns.map(({ name }, index) => `"${name.replaceAll('"', '""')}" AS c${index}`);
    return `(SELECT ${names.join(', ')} FROM read_parquet(${literalPath(path)}))`;
  }
  const numbers = new Set(valueColumns(selection));
  // Names only where they are read: a value that is no number is reported with the name of its column.
  const nameOf = (index: number) => (numbers.has(index) ? (columns[index]?.name ?? '') : `c${index}`);
  const types = columns.map((_, index) => `${literal(nameOf(index))}: '${numbers.has(index) ? 'DOUBLE' : 'VARCHAR'}'`);
  const renamed = columns.map((_, index) => `"${nameOf(index).replaceAll('"', '""')}" AS c${index}`);
  const compression = format === 'gzipped CSV' ? 'gzip' : 'none';
  return `(SELECT ${renamed.join(', ')} FROM read_csv(${literalPath(path)}, columns = {${types.join(', ')}},
    compression = '${compression}', header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, strict_mode = true))`;
}

/** The forecast, and its quantiles in ascending order. */
export function valueColumns({ value, quantiles }: FrameSelection): readonly number[] {
  return [value, ...quantiles.map(({ column }) => column)];
}

/** ms since 1970 UTC as DOUBLE, NULL where the column holds no time; a time without an offset is UTC. */
export function timeSql(column: string, { type }: FrameColumn): string {
  if (type === 'TIMESTAMP WITH TIME ZONE') return `epoch_ms(${column})::DOUBLE`;
  if (/^(TIMESTAMP|DATE)/.test(type)) return `epoch_ms(${column}::TIMESTAMP)::DOUBLE`;
  const text = `${column}::VARCHAR`;
  return `CASE WHEN regexp_matches(${text}, '${OFFSET}') THEN epoch_ms(try_cast(${text} AS TIMESTAMPTZ))
    ELSE epoch_ms(try_cast(${text} AS TIMESTAMP)) END::DOUBLE`;
}
