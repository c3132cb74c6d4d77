import { epochUnitMs } from './source-config';
import { quoteText } from './sql-text';

/** What a row's time may be beside a number: no time at all, or one with an offset where the others have none (or the reverse). */
const INVALID = `'nan'::DOUBLE`;
const ODD_OFFSET = `'inf'::DOUBLE`;

/** The usual spellings, which are read twice as fast by their patterns as by trial. */
const COMMON = ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d'];

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

/**
 * SQL that turns the text of a timestamp into ms since 1970 (DOUBLE, never NULL): UTC where it has an offset, else as
 * the clock of the data shows it.
 *
 * @param offsets whether the first row of the data has one; all rows must be alike
 */
export function timeOfText(column: string, timeFormat: string | undefined, offsets: boolean): string {
  const unitMs = epochUnitMs(timeFormat);
  if (unitMs !== undefined) return orInvalid(`${unitMs} * try_cast(${column} AS DOUBLE)`);
  if (timeFormat !== undefined) {
    // These two words fit every pattern, as 1900-01-01.
    const word = `lower(trim(${column})) IN ('epoch', 'infinity', '-infinity')`;
    const time = `epoch_ms(try_strptime(${column}, ${quoteText(timeFormat)}))`;
    return orInvalid(`CASE WHEN ${word} THEN NULL ELSE ${time} END`);
  }
  return offsets ? orInvalid(withOffset(column)) : orInvalid(withoutOffset(column));
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

function withoutOffset(column: string): string {
  const formats = COMMON.map(quoteText).join(', ');
  const fast = `epoch_ms(CASE WHEN strlen(${column}) >= 10 AND ${column}[5] = '-' THEN try_strptime(${column}, [${formats}]) END)::DOUBLE`;
  const text = `trim(${column})`;
  const slow = `CASE WHEN NOT regexp_matches(${text}, '${ISO}') THEN NULL
    WHEN regexp_matches(${text}, '${OFFSET}') THEN ${ODD_OFFSET} ELSE epoch_ms(try_cast(${text} AS TIMESTAMP))::DOUBLE END`;
  return `coalesce(${fast}, ${slow})`;
}

function withOffset(column: string): string {
  const text = `trim(${column})`;
  const complete = String.raw`regexp_replace(${text}, '${NO_SECONDS}', '\1:00\2')`;
  return `CASE WHEN NOT regexp_matches(${text}, '${ISO}') THEN NULL
    WHEN regexp_matches(${text}, '${OFFSET}') THEN epoch_ms(try_cast(${complete} AS TIMESTAMPTZ))::DOUBLE
    WHEN try_cast(${text} AS TIMESTAMP) IS NOT NULL THEN ${ODD_OFFSET} END`;
}
