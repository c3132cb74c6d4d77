import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { type CsvText, REJECT_LIMIT } from '../source/csv-scan';
import type { Source } from '../source/open-sources';
import { MAX_TEXT, parseFields, readRecords, type TextRecord } from '../source/text-records';

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
export async function refuseRejected(connection: DuckDBConnection, source: Source): Promise<void> {
  const { csv } = source;
  if (!csv) return;
  const [row] = (await connection.runAndReadAll(FIRST_REJECT)).getRows();
  if (!row) return;
  const [line, column, type, rejected, problem, count] = row as [number, number, string, string, string, number];
  const found = await findRecord(csv, line);
  const record = found ?? { line, text: rejected.replace(/^[\r\n]+/, '') };
  throw rejectError(source, csv, [line, column, type, problem], record, { count, atLeast: count >= REJECT_LIMIT });
}

/** The error for a rejected cell or row. @param reject line, column (from 1), type and message of DuckDB */
export function rejectError(
  { name: file }: Source,
  { dialect, header }: CsvText,
  [, column, type, problem]: readonly unknown[],
  { line, text }: Pick<TextRecord, 'line' | 'text'>,
  counts: { readonly count: number; readonly atLeast: boolean },
): PipelineError {
  const place = { file, line, ...counts };
  if (type !== 'CAST')
    return new PipelineError('CSV_BAD_ROW', { ...place, problem: String(problem), text: text.slice(0, MAX_TEXT) });
  const index = Number(column) - 1;
  const value = parseFields(text, dialect)[index] ?? '';
  return new PipelineError('CSV_NOT_A_NUMBER', { ...place, column: header.columns[index] ?? '', value });
}

/** The record that DuckDB counts as a line: it does not count line ends inside quotes, and its text may be that of another. */
async function findRecord({ file, dialect }: CsvText, counted: number): Promise<TextRecord | undefined> {
  let quotedEnds = 0;
  for await (const record of readRecords(file, dialect)) {
    if (record.line - quotedEnds >= counted) return record;
    quotedEnds += record.text.split('\n').length - 1;
  }
  return undefined;
}
