import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { readRowsOf } from '../source/database';
import { quoteText } from '../source/sql-text';
import type { RowLocation } from './locate-row';

const NUMERIC = /^\s*\d{1,2}([/.-])\d{1,2}[/.-](\d{4}|\d{2})(?:[ T](\d{1,2}:\d{2})(:\d{2})?)?\s*$/;

/**
 * The error that a date such as 01/02/2024 needs a format, and which formats fit all rows; none for other texts.
 *
 * @returns TIMESTAMP_DAY_ORDER
 */
export async function findDayOrder(
  connection: DuckDBConnection,
  { file, line, cell, plan }: RowLocation,
  { timeFormat }: { readonly timeFormat?: string | undefined },
): Promise<PipelineError | undefined> {
  const { source, selection } = plan;
  const value = cell(selection.timestamp);
  const [match, separator = '/', year = '', minute, second] = NUMERIC.exec(value) ?? [];
  const column = source.columns[selection.timestamp];
  if (timeFormat !== undefined || match === undefined || !column) return undefined;
  const time = minute === undefined ? '' : ` %H:%M${second === undefined ? '' : ':%S'}`;
  const yearLetter = year.length === 4 ? '%Y' : '%y';
  const formats = [
    ['%d', '%m'],
    ['%m', '%d'],
  ].map((order) => `${[...order, yearLetter].join(separator)}${time}`);
  const counts = formats.map((format) => `count(try_strptime(${column.sql}, ${quoteText(format)}))::DOUBLE`);
  const [[rows, ...fits] = []] = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM ${source.table(() => 'VARCHAR')}`,
  );
  // A lone date of this kind among others is simply wrong.
  if (Math.max(...fits.map(Number)) < Number(rows) / 2) return undefined;
  return new PipelineError('TIMESTAMP_DAY_ORDER', {
    file,
    line,
    column: column.name,
    value,
    rows: Number(rows),
    fits: formats.map((format, index) => ({ format, count: Number(fits[index]) })),
  });
}
