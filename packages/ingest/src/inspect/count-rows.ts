import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';

/** Rows of each series, ascending; `series` and `rows` are SQL. */
export async function seriesLengths(
  connection: DuckDBConnection,
  rows: string,
  series: string,
): Promise<readonly number[]> {
  const found = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE AS n FROM (${rows}) GROUP BY ${series} ORDER BY n`,
  );
  return found.map(([count]) => Number(count));
}

/** Times of a series that come more than once with values that are not the same. */
export async function countConflicts(
  connection: DuckDBConnection,
  rows: string,
  key: string,
  values: readonly string[],
): Promise<number> {
  const cells = values.map((cell) => `ifnull(${cell}, '')`).join(', ');
  const [[count = 0] = []] = await readRowsOf(
    connection,
    `SELECT count(*)::DOUBLE FROM (SELECT 1 FROM (${rows}) GROUP BY ${key} HAVING count(DISTINCT hash(${cells})) > 1)`,
  );
  return Number(count);
}
