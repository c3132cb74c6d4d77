import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { readRowsOf } from '../source/database';
import type { RowPlan } from '../source/row-sql';

/**
 * Refuses a column of text among the values of a table or of the result of a query, with the first cell that is no number: in a large
 * file one such cell makes text of all the others.
 *
 * @throws PipelineError COLUMN_TYPE
 */
export async function refuseTextColumn(connection: DuckDBConnection, { source, selection }: RowPlan): Promise<void> {
  if (source.csv) return;
  for (const position of selection.values) {
    const { name: column = '', sql = '', type } = source.columns[position] ?? {};
    if (type !== 'TEXT') continue;
    const [[row, value, count] = []] = await readRowsOf(
      connection,
      `SELECT row::DOUBLE, cell, count(*) OVER ()::DOUBLE
       FROM (SELECT row_number() OVER () AS row, ${sql} AS cell FROM ${source.table(() => 'VARCHAR')})
       WHERE cell IS NOT NULL AND try_cast(cell AS DOUBLE) IS NULL ORDER BY row LIMIT 1`,
    );
    const cell = row === undefined ? {} : { cell: { row: Number(row), value: String(value), count: Number(count) } };
    throw new PipelineError('COLUMN_TYPE', { file: source.name, column, type: 'VARCHAR', wanted: 'numbers', ...cell });
  }
}
