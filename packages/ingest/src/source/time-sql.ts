import { epochUnitMs, QUARTERS } from './source-config';
import { quoteText } from './sql-text';

/** What a row's time may be beside a number: no time at all, or one with an offset where the others have none (or the reverse). */
const INVALID = `'nan'::DOUBLE`;
const ODD_OFFSET = `'inf'::DOUBLE`;

/** The usual spellings, and their patterns. */
const USUAL = ['____-__-__', ...[' ', 'T'].flatMap((mark) => [`____-__-__${mark}__:__`, `____-__-__${mark}__:__:__`])];
const COMMON = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/;

/**
 * The pattern (of LIKE) of a usual spelling: to read all rows by that of the first one takes a third of the time of looking at
 * each.
 */
export function commonPattern(text: string): string | undefined {
  return COMMON.test(text) ? text.replace(/\d/g, '_') : undefined;
}

/** A sign or a space fits the pattern too, as part of a year of three digits. */
const YEAR_1000_MS = Date.parse('1000-01-01T00:00:00Z');

/** Whether one of the times that were read by the pattern of the first row must be looked at again, by itself. */
export function hasDoubtful(times: Float64Array): boolean {
  for (const timeMs of times) if (!(timeMs >= YEAR_1000_MS)) return true;
  return false;
}

/** Four digits of the year first: day and month cannot be confused, nor can the century. */
const ISO = String.raw`^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]|$)`;
/** Behind a time of day: Z, UTC, +02, +0200, +02:00 … */
const OFFSET = String.raw`\d:\d.*(Z| UTC|[+-]\d\d(:?\d\d){0,2})$`;
/** A time with an offset but without seconds, of which TIMESTAMPTZ makes NULL. */
const NO_SECONDS = String.raw`^(.*[T ]\d\d:\d\d)(Z| UTC|[+-].*)$`;

/** True when the text of a timestamp carries its offset from UTC. */
export function hasOffset(text: string): boolean {
  return new RegExp(OFFSET).test(text.trim());
}

/** How the text of timestamps is read. */
export interface TimeReading {
  readonly timeFormat: string | undefined;
  /** Whether the first row of the data has an offset; all rows must be alike. */
  readonly offsets: boolean;
  /** The pattern of the first row, where it is a usual one and no row was found to be spelled otherwise. */
  readonly pattern?: string;
}

/**
 * SQL that turns the text of a timestamp into ms since 1970 (DOUBLE, never NULL): UTC where it has an offset, else as
 * the clock of the data shows it.
 */
export function timeOfText(column: string, { timeFormat, offsets, pattern }: TimeReading): string {
  if (pattern !== undefined) return orInvalid(byPattern(column, pattern));
  const unitMs = epochUnitMs(timeFormat);
  if (unitMs !== undefined) return orInvalid(`${unitMs} * try_cast(${column} AS DOUBLE)`);
  if (timeFormat === QUARTERS) return orInvalid(firstOfQuarter(`trim(${column})`));
  if (timeFormat !== undefined) {
    // These two words fit every pattern, as 1900-01-01.
    const word = `lower(trim(${column})) IN ('epoch', 'infinity', '-infinity')`;
    const time = `epoch_ms(try_strptime(${column}, ${quoteText(timeFormat)}))`;
    return orInvalid(`CASE WHEN ${word} THEN NULL ELSE ${time} END`);
  }
  return offsets ? orInvalid(withOffset(column)) : orInvalid(withoutOffset(column));
}

/** SQL: midnight of the first day of a quarter such as 1980Q1, 1980-Q1 or Q1 1980; NULL for any other text. */
function firstOfQuarter(text: string): string {
  const fits = String.raw`regexp_matches(${text}, '^([0-9]{4}[-/ ]?[Qq][1-4]|[Qq][1-4][-/ ]?[0-9]{4})$')`;
  const number = (digits: string) => `try_cast(${digits} AS BIGINT)`;
  const year = number(`regexp_replace(${text}, '[-/ ]?[Qq][1-4][-/ ]?', '')`);
  const quarter = number(`regexp_extract(${text}, '[Qq]([1-4])', 1)`);
  return `CASE WHEN ${fits} THEN epoch_ms(make_timestamp(${year}, 3 * ${quarter} - 2, 1, 0, 0, 0)) END`;
}

/** SQL for a column that has a type of its own, in parquet or in the result of a query. */
export function timeOfType(column: string, type: string, timeFormat: string | undefined): string | undefined {
  const unitMs = epochUnitMs(timeFormat);
  if (/^(TIMESTAMP|DATE$)/.test(type)) return orInvalid(`epoch_ms(${column})`);
  if (/^(U?(TINY|SMALL|BIG)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/.test(type) && unitMs !== undefined)
    return orInvalid(`${unitMs} * ${column}::DOUBLE`);
  return undefined;
}

function orInvalid(time: string): string {
  return `ifnull((${time})::DOUBLE, ${INVALID})`;
}

/** A cast takes a third less time than strptime, but one digit and a `Z` or a tab for two digits: such rows are looked at again. */
function byPattern(column: string, ...patterns: readonly string[]): string {
  const alike = patterns.map((pattern) => `${column} LIKE ${quoteText(pattern)}`).join(' OR ');
  const fits = `(${alike}) AND NOT suffix(${column}, 'Z') AND NOT contains(${column}, chr(9))`;
  return `epoch_ms(CASE WHEN ${fits} THEN try_cast(${column} AS TIMESTAMP) END)`;
}

/** SQL of the same as `time`, which is asked only where the text is of no usual spelling: to look at each takes five times as long. */
export function unlessUsual(column: string, time: string): string {
  const usual = byPattern(column, ...USUAL);
  return `CASE WHEN ${usual} >= ${YEAR_1000_MS} THEN (${usual})::DOUBLE ELSE ${time} END`;
}

function withoutOffset(column: string): string {
  const text = `trim(${column})`;
  return `CASE WHEN NOT regexp_matches(${text}, '${ISO}') THEN NULL
    WHEN regexp_matches(${text}, '${OFFSET}') THEN ${ODD_OFFSET} ELSE epoch_ms(try_cast(${text} AS TIMESTAMP))::DOUBLE END`;
}

function withOffset(column: string): string {
  const text = `trim(${column})`;
  const complete = String.raw`regexp_replace(${text}, '${NO_SECONDS}', '\1:00\2')`;
  return `CASE WHEN NOT regexp_matches(${text}, '${ISO}') THEN NULL
    WHEN regexp_matches(${text}, '${OFFSET}') THEN epoch_ms(try_cast(${complete} AS TIMESTAMPTZ))::DOUBLE
    WHEN try_cast(${text} AS TIMESTAMP) IS NOT NULL THEN ${ODD_OFFSET} END`;
}
