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
  /** The first cell in the order of text; empty where none is filled. */
  readonly least: string;
  /** One value in all rows. */
  readonly isConstant: boolean;
  /** Whole numbers of which each comes once, and none between them is missing. */
  readonly isCounter: boolean;
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

/** Cells with a comma: 1,5 · 1.234,5 · 1 234,5 · 1,234.5 or 1,234,567 · 1,234, of which nobody can tell. */
const STYLES = {
  decimal: String.raw`^[-+]?(\d+|\d{1,3}([. ]\d{3})+),(\d{1,2}|\d{4,})$|^[-+]?0,\d+$`,
  dotted: String.raw`^[-+]?\d{1,3}(\.\d{3})+,\d+$`,
  spaced: String.raw`^[-+]?\d{1,3}( \d{3})+,\d+$`,
  thousands: String.raw`^[-+]?\d{1,3}(,\d{3})+(\.\d+|,\d{3})$`,
  either: String.raw`^[-+]?\d{1,3},\d{3}$`,
} as const;
const WORD_LIMIT = 20;

/**
 * Counts what the cells of each column are; every row is looked at.
 *
 * @param rows SQL of the cells as text, `k0`, `k1` …
 * @param dialect what is known of it: the delimiter, and marks that were given
 */
export async function profileColumns(
  connection: DuckDBConnection,
  rows: string,
  names: readonly string[],
  { delimiter, ...given }: Partial<NumberStyle> & { readonly delimiter: string },
): Promise<FileProfile> {
  const plain = await compareCells(connection, rows, names);
  const texts = plain.columns.flatMap(({ filled, numbers }, index) => (numbers < filled ? [index] : []));
  const guessed = await guessStyle(connection, rows, texts, delimiter);
  const style = { ...guessed.style, ...given };
  const isPlain = style.decimal === '.' && style.thousands === undefined;
  const styled = isPlain ? undefined : await countNumbers(connection, rows, names, style);
  const columns: ColumnProfile[] = [];
  for (const [index, { filled, numbers: plainNumbers, ...facts }] of plain.columns.entries()) {
    const numbers = styled?.[index] ?? plainNumbers;
    const missingWords = numbers > 0 && numbers < filled ? await findMissingWords(connection, rows, index, style) : [];
    columns.push({ ...facts, filledCount: filled, numberCount: numbers, missingWords });
  }
  const note = guessed.note === undefined ? {} : { styleNote: guessed.note };
  return { rowCount: plain.rowCount, style, columns, ...note };
}

/** All that can be said of the cells of each column in one scan, numbers with a decimal point. */
async function compareCells(connection: DuckDBConnection, rows: string, names: readonly string[]) {
  const facts = names.flatMap((_, index) => {
    const [cell, whole] = [`k${index}`, `try_cast(k${index} AS BIGINT)`];
    return [
      `count(${cell})::DOUBLE`,
      `count(${numberOf(cell, { decimal: '.' })})::DOUBLE`,
      `ifnull(min(${cell}), '')`,
      `ifnull(min(${cell}) = max(${cell}), true)::INT`,
      `ifnull(max(${whole}) - min(${whole}) + 1 = count(*) AND count(*) > 2
        AND approx_count_distinct(${cell}) > 0.8 * count(*), false)::INT`,
    ];
  });
  const [[rowCount, ...found] = []] = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE, ${facts.join(', ')} FROM (${rows})`,
  );
  const columns = names.map((name, index) => {
    const [filled, numbers, least, constant, counter] = found.slice(5 * index, 5 * index + 5);
    const counts = { filled: Number(filled), numbers: Number(numbers) };
    return { name, ...counts, least: String(least), isConstant: constant === 1, isCounter: counter === 1 };
  });
  return { rowCount: Number(rowCount), columns };
}

/** Numbers of each column. */
async function countNumbers(connection: DuckDBConnection, rows: string, names: readonly string[], style: NumberStyle) {
  const counts = names.map((_, index) => `count(${numberOf(`k${index}`, style)})::DOUBLE`);
  const [found = []] = await readRowsOf(connection, `SELECT ${counts.join(', ')} FROM (${rows})`);
  return found.map(Number);
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
  delimiter: string,
): Promise<{ readonly style: NumberStyle; readonly note?: string }> {
  if (columns.length === 0) return { style: { decimal: '.' } };
  const counts = Object.values(STYLES).map((pattern) => {
    const each = columns.map(
      (index) => `(count(*) FILTER (regexp_matches(trim(k${index}), ${quoteText(pattern)})))::DOUBLE`,
    );
    return each.join(' + ');
  });
  // Hardly any text has a comma: patterns on all cells would take longer than reading them.
  const hasComma = columns.map((index) => `contains(k${index}, ',')`).join(' OR ');
  const [found = []] = await readRowsOf(connection, `SELECT ${counts.join(', ')} FROM (${rows}) WHERE ${hasComma}`);
  const [decimal = 0, dotted = 0, spaced = 0, thousands = 0, either = 0] = found.map(Number);
  if (delimiter === ',') return commaStyle({ decimal, thousands, either });
  if (decimal > thousands) {
    const mark = dotted > 0 ? '.' : ' ';
    return { style: dotted + spaced > 0 ? { decimal: ',', thousands: mark } : { decimal: ',' } };
  }
  if (thousands > 0) return { style: { decimal: '.', thousands: ',' } };
  if (either === 0) return { style: { decimal: '.' } };
  const note = `${either} cells such as 1,234 are read as 1.234; where the comma groups digits, set dialect.decimal to "." and dialect.thousands to ","`;
  return { style: { decimal: ',' }, note };
}

/** Where the comma parts cells it can group digits in a cell, but is no decimal mark. */
function commaStyle({ decimal, thousands, either }: Readonly<Record<'decimal' | 'thousands' | 'either', number>>) {
  if (decimal > thousands || thousands + either === 0) return { style: { decimal: '.' as const } };
  const style = { decimal: '.', thousands: ',' } as const;
  return thousands > 0 ? { style } : { style, note: `${either} cells such as "1,234" are read as 1234` };
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
