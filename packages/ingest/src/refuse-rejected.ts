import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { parseFields } from './csv-records';
import type { CsvFile, CsvHeader } from './read-header';

/** Rejected cells that are kept for counting: a wholly wrong file must not fill the memory. */
export const REJECT_LIMIT = 10_000;

const MAX_TEXT = 120;

/** The first rejected cell or row in the file, and how many were rejected for a like reason. */
const FIRST_REJECT = `
  SELECT line::DOUBLE, column_idx::DOUBLE, error_type::VARCHAR, csv_line, error_message,
    (SELECT count(DISTINCT (line, CASE WHEN error_type = 'CAST' THEN column_idx END))::DOUBLE FROM reject_errors
     WHERE (error_type = 'CAST') = (first.error_type = 'CAST'))
  FROM reject_errors AS first ORDER BY line, column_idx LIMIT 1`;

/**
 * Throws what the scan has left out, and does nothing when it has left out nothing.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER (a cell), CSV_BAD_ROW (fields missing or too many, open quote, not UTF-8)
 */
export async function refuseRejected(connection: DuckDBConnection, csv: CsvFile, header: CsvHeader): Promise<void> {
  const [row] = (await connection.runAndReadAll(FIRST_REJECT)).getRows();
  if (!row) return;
  const [line, column, type, rejected, problem, count] = row as [number, number, string, string, string, number];
  const text = rejected.replace(/^[\r\n]+/, '');
  const place = { file: csv.name, line, count, atLeast: count >= REJECT_LIMIT };
  if (type !== 'CAST') throw new PipelineError('CSV_BAD_ROW', { ...place, problem, text: text.slice(0, MAX_TEXT) });
  const name = header.columns[column - 1] ?? '';
  const value = parseFields(text)[column - 1] ?? '';
  throw new PipelineError('CSV_NOT_A_NUMBER', { ...place, column: name, value });
}
