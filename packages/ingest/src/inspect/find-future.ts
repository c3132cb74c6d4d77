import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';
import { type NumberStyle, numberOf } from './profile-columns';

/** Of all rows, so many may be the future: a column that is empty for longer has come to its end. */
const MOST = 0.25;
/** Rows of a series: with fewer, a value of the last ones has rather come late. */
const LEAST = 4;
/** Different values of what people know ahead: holidays, offers, prices. More columns with more of them are measured, and one of them fell silent. */
const MOST_VALUES = 50;

/** Columns that are filled behind the end of others. */
export interface Future {
  readonly known: readonly string[];
  /** What is empty there. */
  readonly ended: readonly string[];
  readonly rowCount: number;
}

export interface FutureCandidates {
  /** SQL of the time and of the series of a row. */
  readonly time: string;
  readonly series: string;
  readonly style: NumberStyle;
  /** Columns of numbers that may have ended, and that may be known, by position. */
  readonly targets: readonly number[];
  readonly others: readonly number[];
  readonly names: readonly string[];
}

/**
 * Columns that are known for the future: rows at the end of most series hold all of their values, and none of other columns. They are no more than
 * those others, or hold few different values.
 *
 * @param rows SQL of the cells as text, `k0`, `k1` …
 * @returns undefined where there are no such rows, fewer than four a series, or more than a quarter of all
 */
export async function findFuture(
  connection: DuckDBConnection,
  rows: string,
  candidates: FutureCandidates,
): Promise<Future | undefined> {
  const { time, series, style, targets, names } = candidates;
  const columns = [...new Set([...targets, ...candidates.others])];
  const present = columns.map((index) => `ifnull(NOT isnan(${numberOf(`k${index}`, style)}), false) AS p${index}`);
  const cells = `SELECT ${series} AS s, ${time} AS t, ${present.join(', ')} FROM (${rows}) WHERE isfinite(t)`;
  const lasts = columns.map((index) => `max(t) FILTER (p${index}) AS l${index}`);
  const ends = `SELECT s, max(t) AS e, ${lasts.join(', ')} FROM (${cells}) GROUP BY s`;

  const early = columns.map((index) => `(count(*) FILTER (l${index} < e))::DOUBLE`);
  const [[seriesCount, ...counts] = []] = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE, ${early.join(', ')} FROM (${ends})`,
  );
  const hasEnded = (index: number) => Number(counts[columns.indexOf(index)]) > Number(seriesCount) / 2;
  const ended = targets.filter(hasEnded);
  const others = candidates.others.filter((index) => !hasEnded(index));
  if (ended.length === 0 || others.length === 0) return undefined;

  const last = `greatest(${ended.map((index) => `l${index}`).join(', ')})`;
  const absent = others.map((index) => `(count(*) FILTER (t > f AND NOT p${index}))::DOUBLE`);
  const [[all, future, ...holes] = []] = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (t > f))::DOUBLE, ${absent.join(', ')}
     FROM (${cells}) JOIN (SELECT s, ${last} AS f FROM (${ends})) USING (s)`,
  );
  const rowCount = Number(future);
  if (rowCount < LEAST * Number(seriesCount) || rowCount > MOST * Number(all)) return undefined;
  if (holes.some((count) => Number(count) > 0)) return undefined;
  if (others.length > ended.length && (await mostValues(connection, rows, others)) > MOST_VALUES) return undefined;
  const namesOf = (indexes: readonly number[]) => indexes.map((index) => names[index] ?? '');
  return { known: namesOf(others), ended: namesOf(ended), rowCount };
}

/** Different texts of the column that has most of them, about. */
async function mostValues(connection: DuckDBConnection, rows: string, columns: readonly number[]): Promise<number> {
  const counts = columns.map((index) => `approx_count_distinct(k${index})::DOUBLE`);
  const [found = []] = await readRowsOf(connection, `SELECT ${counts.join(', ')} FROM (${rows})`);
  return Math.max(...found.map(Number));
}

/** What a person should know of the guess, and how to overrule it. */
export function futureNotes(future: Future | undefined): readonly string[] {
  if (!future) return [];
  const { known, ended, rowCount } = future;
  const [one, many] = [known.length === 1, ended.length > 1];
  const empty = `${rowCount} rows at the end, in which ${quoteNames(ended)} ${many ? 'are' : 'is'} empty`;
  return [
    `${quoteNames(known)} ${one ? 'is' : 'are'} filled in ${empty}: taken as \`known\` for the future; \`known\` set to [] makes ${one ? 'it a target' : 'them targets'}`,
  ];
}

const NAME_LIMIT = 8;

function quoteNames(names: readonly string[]): string {
  const shown = names.slice(0, NAME_LIMIT).map((name) => `"${name}"`);
  return names.length > NAME_LIMIT ? `${shown.join(', ')}, … (${names.length} columns)` : shown.join(', ');
}
