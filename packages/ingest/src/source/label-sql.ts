import type { SourceColumn } from './open-sources';
import { idSql, type RowPlan } from './row-sql';

/** Positions of the static columns and, last, of the weight. */
export function labelPositions({ selection }: RowPlan): readonly number[] {
  return [...selection.static, ...(selection.weight === undefined ? [] : [selection.weight])];
}

/** The SQL of one of them as text. */
export function labelSql(plan: RowPlan, index: number): string {
  return `${columnAt(plan, labelPositions(plan)[index] ?? 0).sql}::VARCHAR`;
}

/** The SQL of the id of the series. */
export function seriesSql(plan: RowPlan): string {
  return idSql(columnAt(plan, plan.selection.series ?? 0));
}

function columnAt({ source }: RowPlan, position: number): SourceColumn {
  return source.columns[position] as SourceColumn;
}
