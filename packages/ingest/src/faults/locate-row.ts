import type { DuckDBConnection } from '@duckdb/node-api';
import { readRowsOf } from '../source/database';
import type { RowPlan } from '../source/row-sql';
import { quoteText } from '../source/sql-text';
import { parseFields, readRecords } from '../source/text-records';

/** A row of the sources, found again to say where it is. */
export interface RowLocation {
  readonly file: string;
  /** Line of a CSV, from 1; absent where rows have no lines. */
  readonly line?: number;
  /** Row of a table, from 1; absent where rows have lines. */
  readonly row?: number;
  readonly plan: RowPlan;
  /** Text of the cell at a position of the columns. */
  cell(position: number): string;
}

/**
 * Finds a row by its number, reading the file again up to it: only an error pays for this.
 *
 * @param sourceRow counted over all sources from 0
 * @param rowCounts rows of each source; those behind the one with the fault may be missing
 */
export async function locateRow(
  connection: DuckDBConnection,
  plans: readonly RowPlan[],
  rowCounts: readonly number[],
  sourceRow: number,
): Promise<RowLocation> {
  let row = sourceRow;
  let index = 0;
  while (index < plans.length - 1 && row >= (rowCounts[index] ?? Infinity)) row -= rowCounts[index++] ?? 0;
  const plan = plans[index] as RowPlan;
  const { source } = plan;
  if (!source.csv) {
    const columns = source.columns.map(({ sql }) => `ifnull(${sql}::VARCHAR, '')`).join(', ');
    const [cells = []] = await readRowsOf(
      connection,
      `SELECT ${columns} FROM ${source.table(() => 'VARCHAR')} LIMIT 1 OFFSET ${row}`,
    );
    return { file: source.name, row: row + 1, plan, cell: (position) => String(cells[position] ?? '') };
  }
  const { file, dialect } = source.csv;
  const rejected = await rejectedLines(connection, file.path);
  let at = -1; // the header
  for await (const { line, text } of readRecords(file, dialect)) {
    if (rejected.has(line)) continue;
    if (at++ !== row) continue;
    const fields = parseFields(text, dialect);
    return { file: source.name, line, plan, cell: (position) => fields[position] ?? '' };
  }
  return { file: source.name, plan, cell: () => '' };
}

/** Lines that the scan has left out: they are no rows. */
async function rejectedLines(connection: DuckDBConnection, path: string): Promise<ReadonlySet<number>> {
  const rows = await readRowsOf(
    connection,
    `SELECT DISTINCT line::DOUBLE FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
     WHERE file_path = ${quoteText(path)}`,
  );
  return new Set(rows.map(([line]) => Number(line)));
}
