import type { Dialect } from './source-config';
import { quoteText } from './sql-text';

/** SQL of a cell as text with a decimal point and no marks between thousands; NULL where these do not part three digits each. */
export function groupedNumber(column: string, { decimal, thousands }: Dialect): string {
  const plain = thousands === undefined ? column : ungrouped(column, decimal, thousands);
  return decimal === ',' ? `replace(${plain}, ',', '.')` : plain;
}

function ungrouped(column: string, decimal: string, thousands: string): string {
  const mark = (character: string) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  const groups = `\\d{1,3}(${mark(thousands)}\\d{3})+`;
  const fits = `^\\s*[-+]?${groups}(${mark(decimal)}\\d*)?([eE][-+]?\\d+)?\\s*$`;
  return `CASE WHEN NOT contains(${column}, ${quoteText(thousands)}) THEN ${column}
    WHEN regexp_matches(${column}, '${fits}') THEN replace(${column}, ${quoteText(thousands)}, '') END`;
}
