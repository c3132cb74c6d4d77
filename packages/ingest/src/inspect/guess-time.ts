import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';
import { QUARTERS } from '../source/source-config';
import { timeOfText, unlessUsual } from '../source/time-sql';
import type { TimeGuess } from './inspection';
import type { ColumnProfile } from './profile-columns';

/** Patterns beside ISO 8601, of which only day and month can be confused. */
const PATTERNS = [
  '%Y%m%d',
  '%Y%m%d%H',
  '%Y%m%d%H%M',
  '%Y-%m',
  '%Y/%m',
  '%Y.%m.%d',
  '%Y.%m.%d %H:%M',
  '%Y.%m.%d %H:%M:%S',
  '%m/%Y',
  '%b %Y',
  '%b-%Y',
  '%b-%y',
  '%B %Y',
  '%d %b %Y',
  '%d %B %Y',
  '%d-%b-%Y',
  '%d-%b-%y',
  '%b %d, %Y',
  '%B %d, %Y',
  '%b %d %Y',
  '%G-W%V',
  QUARTERS,
  '%Y',
] as const;
const DAY_ORDERS = [
  ['%d', '%m'],
  ['%m', '%d'],
] as const;
const NUMERIC = /^\s*\d{1,2}([/.-])\d{1,2}[/.-](\d{4}|\d{2})(?:[ T](\d{1,2}:\d{2})(:\d{2})?( [AP]M)?)?\s*$/i;
const NAME = /^(date|time|timestamp|datetime|ds|day|week|month|quarter|period|hour|year)|(date|time|timestamp)$/i;
/** A column is one of times when so many of its cells are; a line of totals may stand below them. */
const ENOUGH = 0.9;
const SAMPLE_ROWS = 1000;
/** Columns that are looked at: the time stands in front, or has a name that says so. */
const FRONT = 4;

export interface TimeOptions {
  readonly column?: string | undefined;
  readonly format?: string | undefined;
}

/**
 * The best column of times, with every pattern that fits it best: two where day and month can be confused.
 *
 * @param rows SQL of the cells as text, `k0`, `k1` …
 */
export async function guessTime(
  connection: DuckDBConnection,
  rows: string,
  columns: readonly ColumnProfile[],
  given: TimeOptions,
): Promise<readonly TimeGuess[]> {
  const looked = columns.flatMap((column, index) =>
    isCandidate(column.name, index, given.column) ? [{ ...column, index }] : [],
  );
  for (const column of looked.sort((a, b) => rankOf(b.name) - rankOf(a.name))) {
    const found = await fitsOf(connection, rows, column, given.format);
    if (found.length > 0) return found;
  }
  return [];
}

function isCandidate(name: string, index: number, column: string | undefined): boolean {
  return column === undefined ? index < FRONT || NAME.test(name) : name === column;
}

const rankOf = (name: string) => (NAME.test(name) ? 1 : 0);

async function fitsOf(
  connection: DuckDBConnection,
  rows: string,
  { name, index, filledCount, least }: ColumnProfile & { readonly index: number },
  format: string | undefined,
): Promise<readonly TimeGuess[]> {
  const cell = `k${index}`;
  if (filledCount === 0) return [];
  const formats =
    format === undefined ? await fittingSample(connection, rows, cell, formatsFor(least, name)) : [format];
  if (formats.length === 0) return [];
  const found = await countFits(connection, rows, cell, formats);
  const fits = formats.map((one, at) => ({
    column: name,
    ...(one !== undefined && { format: one }),
    fitCount: found[at] ?? 0,
  }));
  const most = Math.max(...fits.map(({ fitCount }) => fitCount));
  if (most < ENOUGH * filledCount && format === undefined) return [];
  const best = fits.filter(({ fitCount }) => fitCount === most);
  const [iso] = best.filter((fit) => fit.format === undefined);
  if (iso) return [iso];
  return best.every((fit) => isDayOrder(fit.format ?? '')) ? best : best.slice(0, 1);
}

/** Formats that some of the first cells fit: trying all on all rows takes minutes. */
async function fittingSample(
  connection: DuckDBConnection,
  rows: string,
  cell: string,
  formats: readonly (string | undefined)[],
): Promise<readonly (string | undefined)[]> {
  if (formats.length === 0) return [];
  const counts = await countFits(connection, `SELECT * FROM (${rows}) LIMIT ${SAMPLE_ROWS}`, cell, formats);
  return formats.filter((_, index) => (counts[index] ?? 0) > 0);
}

async function countFits(
  connection: DuckDBConnection,
  rows: string,
  cell: string,
  formats: readonly (string | undefined)[],
): Promise<readonly number[]> {
  const counts = formats.map((format) => `(count(*) FILTER (isfinite(${timeSql(cell, format)})))::DOUBLE`);
  const [found = []] = await readRowsOf(connection, `SELECT ${counts.join(', ')} FROM (${rows})`);
  return found.map(Number);
}

/** SQL: ms since 1970; NaN or Infinity where a text is no such time. */
export function timeSql(cell: string, format: string | undefined): string {
  const without = timeOfText(cell, { timeFormat: format, offsets: false });
  if (format !== undefined) return without;
  const either = `CASE WHEN isfinite(${without}) THEN ${without} ELSE ${timeOfText(cell, { timeFormat: format, offsets: true })} END`;
  return unlessUsual(cell, either);
}

/** Formats that a text could have: numbers are epochs only where they lie in the years 1990 to 2100. */
function formatsFor(text: string, name: string): readonly (string | undefined)[] {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return ['epoch-seconds'];
  if (/^\d{12,13}(\.0+)?$/.test(text)) return /^20\d{10}$/.test(text) ? ['%Y%m%d%H%M'] : ['epoch-milliseconds'];
  const numeric = NUMERIC.exec(text);
  if (numeric) return dayOrders(numeric);
  if (/^\d{4}$/.test(text)) return NAME.test(name) && /^(1[89]|20)/.test(text) ? ['%Y'] : [];
  if (/^-?\d+(\.\d+)?$/.test(text) && !/^(1[89]|20)\d{6}(\d\d){0,2}$/.test(text)) return [];
  return [undefined, ...PATTERNS.slice(0, -1)];
}

function dayOrders([, separator = '/', year = '', minute, second, half]: RegExpExecArray): readonly string[] {
  const hour = half === undefined ? '%H' : '%I';
  const time =
    minute === undefined ? '' : ` ${hour}:%M${second === undefined ? '' : ':%S'}${half === undefined ? '' : ' %p'}`;
  return DAY_ORDERS.map((order) => `${[...order, year.length === 4 ? '%Y' : '%y'].join(separator)}${time}`);
}

function isDayOrder(format: string): boolean {
  return /^%[dm].%[dm]./.test(format);
}
