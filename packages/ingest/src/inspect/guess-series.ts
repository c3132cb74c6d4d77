import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';

/** Columns that could name the series of a row, by name; text columns are others. */
const NAME =
  /(^|_)(id|uid|key|code|name|series|item|sku|store|shop|product|station|sensor|symbol|ticker|site|meter|zone|region|city|country)(_id)?$/i;
/** Rows with a time that is there already, as a share: fewer are duplicates of one series. */
const MANY = 0.05;
/** The share of them that may stay within a series. */
const STAY = 0.1;

/** Hours of a day tell rows apart as names do, but are half of a time. */
export function isTimeOfDay(text: string): boolean {
  return /^\s*\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[ap]m)?\s*$/i.test(text);
}

/** Rows that are looked at: all rows of some times. */
const LOOK_ROWS = 2_000_000;

/** A column whose value tells rows of equal times apart. */
export interface SeriesGuess {
  readonly index: number;
  readonly seriesCount: number;
}

export interface SeriesCandidates {
  /** SQL of the time of a row. */
  readonly time: string;
  readonly names: readonly string[];
  readonly rowCount: number;
  /** Positions of columns that are no numbers. */
  readonly texts: readonly number[];
  /** Position of the time column. */
  readonly timeIndex: number;
  /** Position that is known to name the series. */
  readonly given?: number | undefined;
}

/**
 * The column that names the series of a long panel: times come more than once, but not within its values. Text columns and
 * columns named like an id come into question; of several the one with the fewest values.
 */
export async function guessSeries(
  connection: DuckDBConnection,
  rows: string,
  { time, names, rowCount: allRows, texts, timeIndex, given }: SeriesCandidates,
): Promise<SeriesGuess | undefined> {
  const indexes = names.flatMap((name, index) =>
    index !== timeIndex && (given === undefined ? texts.includes(index) || NAME.test(name) : index === given)
      ? [index]
      : [],
  );
  if (indexes.length === 0) return undefined;
  const counts = indexes.map(
    (index) => `count(DISTINCT k${index})::DOUBLE, count(DISTINCT hash(ifnull(k${index}, ''), t))::DOUBLE`,
  );
  const countIn = async (share: number) => {
    const [found = []] = await readRowsOf(
      connection,
      `SELECT count(*)::DOUBLE, count(DISTINCT t)::DOUBLE, ${counts.join(', ')}
       FROM (SELECT *, ${time} AS t FROM (${rows})) WHERE hash(t) % ${share} = 0`,
    );
    return found.map(Number);
  };
  const share = Math.ceil(allRows / LOOK_ROWS);
  const some = await countIn(share);
  // Of few times none may be among those that are looked at.
  const [rowCount = 0, timeCount = 0, ...found] = some[0] === 0 && share > 1 ? await countIn(1) : some;
  const all = indexes.map((index, at) => ({
    index,
    seriesCount: found[2 * at] ?? 0,
    repeated: rowCount - (found[2 * at + 1] ?? 0),
  }));
  if (given !== undefined) return all[0];
  const repeated = rowCount - timeCount;
  if (repeated < MANY * rowCount) return undefined;
  const telling = all.filter((one) => one.repeated <= STAY * repeated && one.seriesCount > 1);
  return telling.sort((a, b) => a.seriesCount - b.seriesCount)[0];
}
