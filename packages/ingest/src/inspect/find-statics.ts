import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';

/**
 * Whether each column has one value in all rows of a series.
 *
 * @param series SQL of the name of the series
 */
export async function findStatics(
  connection: DuckDBConnection,
  rows: string,
  columnCount: number,
  series: string,
): Promise<readonly boolean[]> {
  const columns = Array.from({ length: columnCount }, (_, index) => `k${index}`);
  const within = columns.map((cell) => `ifnull(min(${cell}) = max(${cell}), true) AS ${cell}`);
  const [statics = []] = await readRowsOf(
    connection,
    `SELECT ${columns.map((cell) => `bool_and(${cell})::INT`).join(', ')} FROM
      (SELECT ${within.join(', ')} FROM (${rows}) GROUP BY ${series})`,
  );
  return statics.map((flag) => flag === 1);
}
