import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type CsvText, csvTable } from '../source/csv-scan';
import { readRowsOf } from '../source/database';
import type { RejectedText } from './refuse-rejected';
import { type RowPlan, rowSql } from '../source/row-sql';

/**
 * Reads some records of a CSV, its header first, as the whole of it would be read.
 *
 * @returns the first reject of each line, in their order: line (record, from 1), column, type, message
 */
export async function tryRecords(
  connection: DuckDBConnection,
  plan: RowPlan,
  csv: CsvText,
  records: readonly { readonly text: string }[],
): Promise<readonly (readonly unknown[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tsdistill-records-'));
  try {
    const path = join(folder, 'records.csv');
    writeFileSync(path, records.map(({ text }) => `${text}\n`).join(''));
    const some: CsvText = {
      ...csv,
      file: { ...csv.file, path, gzip: false },
      dialect: { ...csv.dialect, encoding: 'utf-8' },
      header: { ...csv.header, emptyCount: 0 },
    };
    const source = { ...plan.source, table: (typeOf: (position: number) => string) => csvTable(some, typeOf) };
    await connection.run(`CREATE TEMP TABLE records AS ${rowSql({ ...plan, source })}`);
    return await readRowsOf(
      connection,
      `SELECT line::DOUBLE, min(column_idx)::DOUBLE, first(error_type::VARCHAR ORDER BY column_idx),
         first(error_message ORDER BY column_idx) FROM reject_errors GROUP BY line ORDER BY line`,
    );
  } finally {
    await connection.run(
      'DROP TABLE IF EXISTS records; DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans',
    );
    rmSync(folder, { recursive: true });
  }
}

/** What an error says of records that were tried. @param rejects of {@link tryRecords} */
export function rejectedText(
  { selection }: RowPlan,
  csv: CsvText,
  rejects: readonly (readonly unknown[])[],
): RejectedText {
  return { csv, selection, problems: rejects.map(([, , , problem]) => String(problem)) };
}
