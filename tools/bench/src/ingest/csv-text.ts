/**
 * @file The text of the files that are read: made of row and column numbers alone, so that every run makes the same bytes.
 * Values are ±99.999 with three decimals; rows are hours from 1990 on.
 */

/** A wide file: a timestamp and one column a channel. */
export interface WideTable {
  readonly kind: 'wide';
  readonly rowCount: number;
  readonly channelCount: number;
  /** Shuffled: no row stands behind the one that came before it in time. */
  readonly order: 'by time' | 'shuffled';
}

/** A long panel: series, timestamp, value. */
export interface LongTable {
  readonly kind: 'long';
  /** Of all series together; they hold from half to one and a half times the mean. */
  readonly rowCount: number;
  readonly seriesCount: number;
  /** By series: one after the other. By time: all series of one hour, then those of the next. */
  readonly order: 'by series' | 'by time';
}

export type Table = WideTable | LongTable;

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(1990, 0, 1);

/** Texts of values, a power of two of them: picking one is what makes files fast. */
const VALUE_COUNT = 4096;
const VALUES = Array.from({ length: VALUE_COUNT }, (_, index) => ((hash(index) / 2 ** 32 - 0.5) * 199.998).toFixed(3));

/** Yields header and rows, each with its line end. */
export function csvLines(table: Table): Generator<string> {
  return table.kind === 'wide' ? wideLines(table) : longLines(table);
}

function* wideLines({ rowCount, channelCount, order }: WideTable): Generator<string> {
  const cells = ['date', ...Array.from({ length: channelCount }, (_, channel) => `c${channel}`)];
  yield `${cells.join(',')}\n`;
  for (let line = 0; line < rowCount; line++) {
    const row = order === 'shuffled' ? shuffledRow(line, rowCount) : line;
    cells[0] = stampOf(row);
    let state = hash(row);
    for (let channel = 1; channel <= channelCount; channel++) {
      state = next(state);
      cells[channel] = VALUES[state >>> 20] as string;
    }
    yield `${cells.join(',')}\n`;
  }
}

function* longLines(table: LongTable): Generator<string> {
  const lengths = seriesLengths(table);
  const longest = Math.max(...lengths);
  const ids = lengths.map((_, series) => `S${String(series).padStart(4, '0')}`);
  const stamps = Array.from({ length: longest }, (_, row) => stampOf(row));
  const line = (series: number, row: number) =>
    `${ids[series]},${stamps[row]},${VALUES[hash(series * longest + row) >>> 20]}\n`;
  yield 'series_id,timestamp,value\n';
  if (table.order === 'by series') {
    for (const [series, length] of lengths.entries()) for (let row = 0; row < length; row++) yield line(series, row);
  } else {
    for (let row = 0; row < longest; row++)
      for (const [series, length] of lengths.entries()) if (row < length) yield line(series, row);
  }
}

/** Rows of every series: pairs above and below the mean, so that the sum is exact where pairs and mean are whole. */
export function seriesLengths({ rowCount, seriesCount }: LongTable): readonly number[] {
  const mean = Math.floor(rowCount / seriesCount);
  return Array.from({ length: seriesCount }, (_, series) => {
    const away = Math.floor(((series >> 1) / seriesCount) * mean);
    return series % 2 === 0 ? mean - away : mean + away;
  });
}

/** Each row once: 7919 is a prime that divides no size in use. */
function shuffledRow(line: number, rowCount: number): number {
  return ((line + 1) * 7919) % rowCount;
}

function stampOf(row: number): string {
  return new Date(START_MS + row * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** A well mixed 32-bit number (the finaliser of MurmurHash3). */
function hash(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A linear congruential generator (Numerical Recipes). */
function next(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0;
}
