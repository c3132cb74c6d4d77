import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { readRowsOf } from '../source/database';
import { labelPositions, labelSql, seriesSql } from '../source/label-sql';
import type { RowPlan } from '../source/row-sql';
import { quoteText } from '../source/sql-text';
import { locateRow } from './locate-row';

/** A series of which a static feature or the weight is not one value, or none that it may be. */
export interface LabelFault {
  readonly code: 'STATIC_VARIES' | 'STATIC_MISSING' | 'WEIGHT_INVALID';
  readonly id: string;
  /** Among the static columns, behind which the weight is. */
  readonly index: number;
  /** Series with this fault. */
  readonly count: number;
}

/** The row that shows a fault: the first that differs, the first with a weight, or the first of all. */
const SHOWING = {
  STATIC_VARIES: 'label <> first',
  STATIC_MISSING: 'true',
  WEIGHT_INVALID: 'label IS NOT NULL',
} as const;

/** The error of a fault with the line that shows it: the files are read again, for which only an error pays. */
export async function labelError(
  connection: DuckDBConnection,
  plans: readonly RowPlan[],
  { code, id, index, count }: LabelFault,
): Promise<PipelineError> {
  const tables = plans.map(
    (plan, number) => `SELECT ${number} AS plan, row_number() OVER () AS row, ${seriesSql(plan)} AS id,
      ${labelSql(plan, index)} AS label FROM ${plan.source.table(() => 'VARCHAR')}`,
  );
  const [[number = 0, row = 1, label = '', first = ''] = []] = await readRowsOf(
    connection,
    `SELECT plan::DOUBLE, row::DOUBLE, label, first FROM (
       SELECT *, first_value(label IGNORE NULLS) OVER (ORDER BY plan, row) AS first
       FROM (${tables.join(' UNION ALL ')}) WHERE id = ${quoteText(id)})
     WHERE ${SHOWING[code]} ORDER BY plan, row LIMIT 1`,
  );
  const plan = plans[Number(number)] as RowPlan;
  const { file, line, row: tableRow } = await locateRow(connection, [plan], [], Number(row) - 1);
  const column = plan.source.columns[labelPositions(plan)[index] ?? 0]?.name ?? '';
  const role = index < plan.selection.static.length ? ('static' as const) : ('weight' as const);
  const place = { file, ...(line !== undefined && { line }), ...(tableRow !== undefined && { row: tableRow }) };
  const context = { ...place, series: id, column, role, count };
  if (code === 'STATIC_VARIES') return new PipelineError(code, { ...context, values: [String(first), String(label)] });
  return code === 'WEIGHT_INVALID'
    ? new PipelineError(code, { ...context, value: String(label) })
    : new PipelineError(code, context);
}
