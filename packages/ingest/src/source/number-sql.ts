import type { Dialect } from './source-config';
import { quoteText } from './sql-text';

/**
 * SQL of a cell as text with a decimal point and no marks between thousands; NULL where these do not part three digits
 * each, and where a `_` is none of them: DuckDB would leave it out.
 */
export function groupedNumber(column: string, { decimal, thousands }: Dialect): string {
  const whole = thousands === '_' ? column : `CASE WHEN NOT contains(${column}, '_') THEN ${column} END`;
  const plain = thousands === undefined ? whole : ungrouped(whole, decimal, thousands);
  return decimal === ',' ? `replace(${plain}, ',', '.')` : plain;
}

function ungrouped(column: string, decimal: string, thousands: string): string {
  const mark = (character: string) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  const groups = `\\d{1,3}(${mark(thousands)}\\d{3})+`;
  const fits = `^\\s*[-+]?${groups}(${mark(decimal)}\\d*)?([eE][-+]?\\d+)?\\s*$`;
  return `CASE WHEN NOT contains(${column}, ${quoteText(thousands)}) THEN ${column}
    WHEN regexp_matches(${column}, '${fits}') THEN replace(${column}, ${quoteText(thousands)}, '') END`;
}
