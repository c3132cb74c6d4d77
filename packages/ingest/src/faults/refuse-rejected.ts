import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { type CsvText, REJECT_LIMIT } from '../source/csv-scan';
import type { Source } from '../source/open-sources';
import { MAX_TEXT, parseFields, readRecords } from '../source/text-records';

/** The first rejected cell and the first rejected row of the file, and how many are like it. */
const FIRST_REJECTS = `
  SELECT line::DOUBLE, column_idx::DOUBLE, error_type::VARCHAR, csv_line, error_message,
    (SELECT count(DISTINCT (line, CASE WHEN error_type = 'CAST' THEN column_idx END))::DOUBLE FROM reject_errors
     WHERE (error_type = 'CAST') = (first.error_type = 'CAST'))
  FROM reject_errors AS first
  QUALIFY row_number() OVER (PARTITION BY error_type = 'CAST' ORDER BY line, column_idx) = 1
  ORDER BY line, column_idx`;

/**
 * What the scan of a CSV has left out: nothing, or the first such cell, or the first such row, or both in the order of the file.
 *
 * @returns CSV_NOT_A_NUMBER (a cell), CSV_BAD_ROW (fields missing or too many, open quote, wrong encoding)
 */
export async function findRejected(
  connection: DuckDBConnection,
  { name: file, csv }: Source,
): Promise<readonly PipelineError[]> {
  if (!csv) return [];
  const rows = (await connection.runAndReadAll(FIRST_REJECTS)).getRows();
  const found = rows.map(async (row) => {
    const [line, column, type, rejected, problem, count] = row as [number, number, string, string, string, number];
    const text = rejected.replace(/^[\r\n]+/, '');
    const place = { file, line: await countLines(csv, line), count, atLeast: count >= REJECT_LIMIT };
    if (type !== 'CAST') return new PipelineError('CSV_BAD_ROW', { ...place, problem, text: text.slice(0, MAX_TEXT) });
    const value = parseFields(text, csv.dialect)[column - 1] ?? '';
    return new PipelineError('CSV_NOT_A_NUMBER', { ...place, column: csv.header.columns[column - 1] ?? '', value });
  });
  return Promise.all(found);
}

/** Does nothing when the scan has left out nothing. @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW */
export async function refuseRejected(connection: DuckDBConnection, source: Source): Promise<void> {
  const [first] = await findRejected(connection, source);
  if (first) throw first;
}

/** The line as an editor shows it: DuckDB does not count line ends inside quotes. */
async function countLines({ file, dialect }: CsvText, counted: number): Promise<number> {
  let quotedEnds = 0;
  for await (const { line, text } of readRecords(file, dialect)) {
    if (line - quotedEnds >= counted) return counted + quotedEnds;
    quotedEnds += text.split('\n').length - 1;
  }
  return counted + quotedEnds;
}
