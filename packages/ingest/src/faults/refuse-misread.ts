import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { readRowsOf } from '../source/database';
import { groupedNumber } from '../source/number-sql';
import type { RowPlan } from '../source/row-sql';
import { roleOf } from '../source/select-columns';
import { locateRow } from './locate-row';
import { refuseRejected } from './refuse-rejected';

/**
 * Refuses numbers that DuckDB would misread. Thousands that are not three digits each: it leaves the mark out wherever it
 * stands, so that 3.5 among German numbers would become 35. A `_` between digits that nobody called a mark: 1_5 would
 * become 15. Costs a scan, where `thousands` is set or the file holds such a `_`.
 *
 * @param hasUnderscores whether it does
 * @throws PipelineError CSV_NOT_A_NUMBER
 */
export async function refuseMisread(
  connection: DuckDBConnection,
  plan: RowPlan,
  hasUnderscores: boolean,
): Promise<void> {
  const { source, selection } = plan;
  const { dialect } = source.csv ?? {};
  if (!dialect || !(dialect.thousands !== undefined || hasUnderscores)) return;
  const isBad = selection.values.map((position) => {
    const column = source.columns[position]?.sql ?? '';
    return `(${column} IS NOT NULL AND ${groupedNumber(column, dialect)} IS NULL)`;
  });
  const table = source.table(() => 'VARCHAR');
  const [counts = []] = await readRowsOf(
    connection,
    `SELECT ${isBad.map((bad) => `count_if(${bad})::DOUBLE`).join(', ')} FROM ${table}`,
  );
  const count = counts.reduce<number>((sum, one) => sum + Number(one), 0);
  if (count === 0) return;
  await refuseRejected(connection, source, selection);
  const flags = isBad.map((bad, index) => `${bad} AS bad${index}`).join(', ');
  const [[row, ...bad] = []] = await readRowsOf(
    connection,
    `SELECT * FROM (SELECT row_number() OVER ()::DOUBLE, ${flags} FROM ${table}) WHERE ${isBad.map((_, index) => `bad${index}`).join(' OR ')} LIMIT 1`,
  );
  const { file, line, cell } = await locateRow(connection, [plan], [], Number(row) - 1);
  const position = selection.values[bad.indexOf(true)] ?? 0;
  const column = source.columns[position]?.name ?? '';
  const found = { file, line, column, value: cell(position), count, atLeast: false };
  throw new PipelineError('CSV_NOT_A_NUMBER', { ...found, ...roleOf(selection, position) });
}
