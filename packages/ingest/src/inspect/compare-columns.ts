import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';

/** How the cells of one column are to each other. */
export interface ColumnComparison {
  readonly isConstant: boolean;
  readonly isCounter: boolean;
  readonly isStatic: boolean;
}

/**
 * Compares the cells of every column with each other, and within series.
 *
 * @param series SQL of the name of the series; absent where there is one
 */
export async function compareColumns(
  connection: DuckDBConnection,
  rows: string,
  columnCount: number,
  series: string | undefined,
): Promise<readonly ColumnComparison[]> {
  const columns = Array.from({ length: columnCount }, (_, index) => `k${index}`);
  const counts = columns.flatMap((cell) => [
    `ifnull(min(${cell}) = max(${cell}), true)::INT`,
    `ifnull(max(try_cast(${cell} AS BIGINT)) - min(try_cast(${cell} AS BIGINT)) + 1 = count(*) AND count(*) > 2
      AND approx_count_distinct(${cell}) > 0.8 * count(*), false)::INT`,
  ]);
  const [all = []] = await readRowsOf(connection, `SELECT ${counts.join(', ')} FROM (${rows})`);
  const statics = series === undefined ? [] : await findStatics(connection, rows, columns, series);
  return columns.map((_, index) => ({
    isConstant: all[2 * index] === 1,
    isCounter: all[2 * index + 1] === 1,
    isStatic: statics[index] === 1 && all[2 * index] !== 1,
  }));
}

async function findStatics(
  connection: DuckDBConnection,
  rows: string,
  columns: readonly string[],
  series: string,
): Promise<readonly unknown[]> {
  const within = columns.map((cell) => `ifnull(min(${cell}) = max(${cell}), true) AS ${cell}`);
  const [statics = []] = await readRowsOf(
    connection,
    `SELECT ${columns.map((cell) => `bool_and(${cell})::INT`).join(', ')} FROM
      (SELECT ${within.join(', ')} FROM (${rows}) GROUP BY ${series})`,
  );
  return statics;
}
