import type { DuckDBConnection } from '@duckdb/node-api';
import { isMissingWord } from '@tsdistill/contracts';
import { readRowsOf } from '../source/database';
import { quoteText } from '../source/sql-text';

/** How the numbers of a file are written. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  readonly thousands?: string | undefined;
}

/** Cells of one column; those that hold nothing are in none of the counts. */
export interface ColumnProfile {
  readonly name: string;
  readonly filledCount: number;
  readonly numberCount: number;
  /** Words for a missing value among the cells that are no numbers. */
  readonly missingWords: readonly { readonly word: string; readonly count: number }[];
}

export interface FileProfile {
  readonly rowCount: number;
  readonly style: NumberStyle;
  /** Said where the cells fit two styles. */
  readonly styleNote?: string;
  readonly columns: readonly ColumnProfile[];
}

/** Cells with a comma: 1,5 · 1.234,5 · 1,234.5 or 1,234,567 · 1,234, of which nobody can tell. */
const STYLES = {
  decimal: String.raw`^[-+]?(\d+|\d{1,3}(\.\d{3})+),(\d{1,2}|\d{4,})$|^[-+]?0,\d+$`,
  dotted: String.raw`^[-+]?\d{1,3}(\.\d{3})+,\d+$`,
  thousands: String.raw`^[-+]?\d{1,3}(,\d{3})+(\.\d+|,\d{3})$`,
  either: String.raw`^[-+]?\d{1,3},\d{3}$`,
} as const;
const WORD_LIMIT = 20;

/**
 * Counts what the cells of each column are; every row is looked at.
 *
 * @param rows SQL of the cells as text, `k0`, `k1` …
 */
export async function profileColumns(
  connection: DuckDBConnection,
  rows: string,
  names: readonly string[],
  given: Partial<NumberStyle>,
): Promise<FileProfile> {
  const plain = await countNumbers(connection, rows, names, { decimal: '.' });
  const texts = plain.columns.flatMap(({ filled, numbers }, index) => (numbers < filled ? [index] : []));
  const guessed = await guessStyle(connection, rows, texts);
  const style = { ...guessed.style, ...given };
  const counted =
    style.decimal === '.' && style.thousands === undefined ? plain : await countNumbers(connection, rows, names, style);
  const columns: ColumnProfile[] = [];
  for (const [index, name] of names.entries()) {
    const { filled = 0, numbers = 0 } = counted.columns[index] ?? {};
    const missingWords = numbers > 0 && numbers < filled ? await findMissingWords(connection, rows, index, style) : [];
    columns.push({ name, filledCount: filled, numberCount: numbers, missingWords });
  }
  return { rowCount: counted.rowCount, style, columns, ...(guessed.note !== undefined && { styleNote: guessed.note }) };
}

async function countNumbers(connection: DuckDBConnection, rows: string, names: readonly string[], style: NumberStyle) {
  const counts = names.map((_, index) => `count(k${index})::DOUBLE, count(${numberOf(`k${index}`, style)})::DOUBLE`);
  const [[rowCount, ...cells] = []] = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE, ${counts.join(', ')} FROM (${rows})`,
  );
  const columns = names.map((_, index) => ({
    filled: Number(cells[2 * index]),
    numbers: Number(cells[2 * index + 1]),
  }));
  return { rowCount: Number(rowCount), columns };
}

/** SQL: the number in a text, NULL where there is none. */
export function numberOf(text: string, { decimal, thousands }: NumberStyle): string {
  const whole = thousands === undefined ? text : `replace(${text}, ${quoteText(thousands)}, '')`;
  return `try_cast(${decimal === ',' ? `replace(${whole}, ',', '.')` : whole} AS DOUBLE)`;
}

async function guessStyle(
  connection: DuckDBConnection,
  rows: string,
  columns: readonly number[],
): Promise<{ readonly style: NumberStyle; readonly note?: string }> {
  if (columns.length === 0) return { style: { decimal: '.' } };
  const counts = Object.values(STYLES).map((pattern) => {
    const each = columns.map(
      (index) => `(count(*) FILTER (regexp_matches(trim(k${index}), ${quoteText(pattern)})))::DOUBLE`,
    );
    return each.join(' + ');
  });
  const [found = []] = await readRowsOf(connection, `SELECT ${counts.join(', ')} FROM (${rows})`);
  const [decimal = 0, dotted = 0, thousands = 0, either = 0] = found.map(Number);
  if (decimal > thousands) return { style: dotted > 0 ? { decimal: ',', thousands: '.' } : { decimal: ',' } };
  if (thousands > 0) return { style: { decimal: '.', thousands: ',' } };
  if (either === 0) return { style: { decimal: '.' } };
  const note = `${either} cells such as 1,234 are read as 1.234; where the comma groups digits, set dialect.decimal to "." and dialect.thousands to ","`;
  return { style: { decimal: ',' }, note };
}

async function findMissingWords(connection: DuckDBConnection, rows: string, index: number, style: NumberStyle) {
  const found = await readRowsOf(
    connection,
    `SELECT k${index}, count(*)::DOUBLE FROM (${rows}) WHERE k${index} IS NOT NULL AND ${numberOf(`k${index}`, style)} IS NULL
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${WORD_LIMIT}`,
  );
  const words = found.map(([word, count]) => ({ word: String(word), count: Number(count) }));
  return words.filter(({ word }) => isMissingWord(word));
}
