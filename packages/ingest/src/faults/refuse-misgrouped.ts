import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { readRowsOf } from '../source/database';
import { groupedNumber } from '../source/number-sql';
import type { RowPlan } from '../source/row-sql';
import { quoteText } from '../source/sql-text';
import { locateRow } from './locate-row';
import { refuseRejected } from './refuse-rejected';

/**
 * Refuses numbers whose thousands are not three digits each: DuckDB leaves the mark out wherever it stands, so that
 * 3.5 among German numbers would become 35. Costs a scan, where `thousands` is set.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER
 */
export async function refuseMisgrouped(connection: DuckDBConnection, plan: RowPlan): Promise<void> {
  const { source, selection } = plan;
  const { dialect } = source.csv ?? {};
  if (dialect?.thousands === undefined) return;
  const isBad = selection.values.map((position) => {
    const column = source.columns[position]?.sql ?? '';
    return `(contains(${column}, ${quoteText(dialect.thousands ?? '')}) AND ${groupedNumber(column, dialect)} IS NULL)`;
  });
  const table = source.table(() => 'VARCHAR');
  const [counts = []] = await readRowsOf(
    connection,
    `SELECT ${isBad.map((bad) => `count_if(${bad})::DOUBLE`).join(', ')} FROM ${table}`,
  );
  const count = counts.reduce<number>((sum, one) => sum + Number(one), 0);
  if (count === 0) return;
  await refuseRejected(connection, source);
  const flags = isBad.map((bad, index) => `${bad} AS bad${index}`).join(', ');
  const [[row, ...bad] = []] = await readRowsOf(
    connection,
    `SELECT * FROM (SELECT row_number() OVER ()::DOUBLE, ${flags} FROM ${table}) WHERE ${isBad.map((_, index) => `bad${index}`).join(' OR ')} LIMIT 1`,
  );
  const { file, line, cell } = await locateRow(connection, [plan], [], Number(row) - 1);
  const position = selection.values[bad.indexOf(true)] ?? 0;
  const column = source.columns[position]?.name ?? '';
  throw new PipelineError('CSV_NOT_A_NUMBER', { file, line, column, value: cell(position), count, atLeast: false });
}
