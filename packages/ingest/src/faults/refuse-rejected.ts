import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { REJECT_LIMIT } from '../source/csv-scan';
import type { Source } from '../source/open-sources';
import { parseFields } from '../source/text-records';

const MAX_TEXT = 120;

/** The first rejected cell or row in the file, and how many were rejected for a like reason. */
const FIRST_REJECT = `
  SELECT line::DOUBLE, column_idx::DOUBLE, error_type::VARCHAR, csv_line, error_message,
    (SELECT count(DISTINCT (line, CASE WHEN error_type = 'CAST' THEN column_idx END))::DOUBLE FROM reject_errors
     WHERE (error_type = 'CAST') = (first.error_type = 'CAST'))
  FROM reject_errors AS first ORDER BY line, column_idx LIMIT 1`;

/**
 * Throws what the scan of a CSV has left out, and does nothing when it has left out nothing.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER (a cell), CSV_BAD_ROW (fields missing or too many, open quote, wrong encoding)
 */
export async function refuseRejected(connection: DuckDBConnection, { name: file, csv }: Source): Promise<void> {
  if (!csv) return;
  const [row] = (await connection.runAndReadAll(FIRST_REJECT)).getRows();
  if (!row) return;
  const [line, column, type, rejected, problem, count] = row as [number, number, string, string, string, number];
  const text = rejected.replace(/^[\r\n]+/, '');
  const place = { file, line, count, atLeast: count >= REJECT_LIMIT };
  if (type !== 'CAST') throw new PipelineError('CSV_BAD_ROW', { ...place, problem, text: text.slice(0, MAX_TEXT) });
  const value = parseFields(text, csv.dialect)[column - 1] ?? '';
  throw new PipelineError('CSV_NOT_A_NUMBER', { ...place, column: csv.header.columns[column - 1] ?? '', value });
}
