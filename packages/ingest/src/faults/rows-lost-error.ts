import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { refuseUnreadable } from './refuse-unreadable';
import { type RowPlan, rowSql } from '../source/row-sql';

/** The error for a stream that broke off; it does not say why, so all rows are asked for once more. */
export async function rowsLostError(connection: DuckDBConnection, plan: RowPlan, rows: number): Promise<PipelineError> {
  const { name: file, rowEstimate: estimate } = plan.source;
  const cause = await connection.run(`SELECT max(hash(COLUMNS(*))) FROM (${rowSql(plan)})`).then(
    () => undefined,
    (reason: Error) => reason,
  );
  const known = cause === undefined ? undefined : await refuseUnreadable(plan.source, cause);
  if (known?.code === 'CSV_LINE_ENDS') return known;
  const [problem = ''] = (cause?.message ?? 'a second time all rows came').split('\n');
  return new PipelineError('ROWS_LOST', { file, rows, estimate, problem }, { cause });
}
