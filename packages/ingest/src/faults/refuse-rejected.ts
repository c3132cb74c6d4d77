import type { DuckDBConnection } from '@duckdb/node-api';
import { isMissingWord, PipelineError } from '@tsdistill/contracts';
import { type CsvText, REJECT_LIMIT } from '../source/csv-scan';
import { readRowsOf } from '../source/database';
import type { Source } from '../source/open-sources';
import { roleOf, type Selection } from '../source/select-columns';
import type { Dialect } from '../source/source-config';
import { MAX_TEXT, parseFields, readRecords, type TextRecord } from '../source/text-records';

/** The first rejected cell and the first rejected row of the file, and how many are like it. */
const FIRST_REJECTS = `
  SELECT line::DOUBLE, column_idx::DOUBLE, error_type::VARCHAR, csv_line, error_message,
    (SELECT count(DISTINCT (line, CASE WHEN error_type = 'CAST' THEN column_idx END))::DOUBLE FROM reject_errors
     WHERE (error_type = 'CAST') = (first.error_type = 'CAST'))
  FROM reject_errors AS first
  QUALIFY row_number() OVER (PARTITION BY error_type = 'CAST' ORDER BY line, column_idx) = 1
  ORDER BY line, column_idx`;

/** What DuckDB says of each rejected cell, in the order of the file. */
const CAST_PROBLEMS = `
  SELECT error_message FROM reject_errors WHERE error_type = 'CAST' ORDER BY line, column_idx`;

/**
 * What the scan of a CSV has left out: nothing, or the first such cell, or the first such row, or both in the order of the file.
 *
 * @returns CSV_NOT_A_NUMBER (a cell), CSV_BAD_ROW (fields missing or too many, open quote, wrong encoding)
 */
export async function findRejected(
  connection: DuckDBConnection,
  { csv }: Source,
  selection?: Selection,
): Promise<readonly PipelineError[]> {
  if (!csv) return [];
  const rows = await readRowsOf(connection, FIRST_REJECTS);
  if (rows.length === 0) return [];
  const problems = (await readRowsOf(connection, CAST_PROBLEMS)).map(([problem]) => String(problem));
  const found = rows.map(async (row) => {
    const [line, column, type, rejected, problem, count] = row as [number, number, string, string, string, number];
    const record = (await findRecord(csv, line)) ?? { line, text: rejected.replace(/^[\r\n]+/, '') };
    const counts = { count, atLeast: count >= REJECT_LIMIT };
    return rejectError({ csv, selection, problems }, [line, column, type, problem], record, counts);
  });
  return Promise.all(found);
}

/** Does nothing when the scan has left out nothing. @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW */
export async function refuseRejected(
  connection: DuckDBConnection,
  source: Source,
  selection?: Selection,
): Promise<void> {
  const [first] = await findRejected(connection, source, selection);
  if (first) throw first;
}

/** The file that a reject is of. */
export interface RejectedText {
  readonly csv: CsvText;
  /** Absent where no cell can be rejected, since all are read as text. */
  readonly selection?: Selection | undefined;
  /** What DuckDB says of each rejected cell that is known. */
  readonly problems: readonly string[];
}

/** The error for a rejected cell or row. @param reject line, column (from 1), type and message of DuckDB */
export function rejectError(
  {
    csv: {
      file: { name: file },
      dialect,
      header,
    },
    selection,
    problems,
  }: RejectedText,
  [, column, type, problem]: readonly unknown[],
  { line, text }: Pick<TextRecord, 'line' | 'text'>,
  counts: { readonly count: number; readonly atLeast: boolean },
): PipelineError {
  const place = { file, line, ...counts };
  if (type !== 'CAST')
    return new PipelineError('CSV_BAD_ROW', { ...place, problem: String(problem), text: text.slice(0, MAX_TEXT) });
  const index = Number(column) - 1;
  const value = parseFields(text, dialect)[index] ?? '';
  return new PipelineError('CSV_NOT_A_NUMBER', {
    ...place,
    column: header.columns[index] ?? '',
    value,
    ...(selection && roleOf(selection, index)),
    ...(isMissingWord(value) && { nulls: missingWords(dialect, problems) }),
  });
}

/** All words that `dialect.null` must list: those that it has, and those of rejected cells, as they are spelled there. */
function missingWords({ null: known }: Dialect, problems: readonly string[]): readonly string[] {
  const texts = problems.map((problem) => /Could not convert string "(.*)" to/s.exec(problem)?.[1] ?? '');
  return [...new Set([...known, ...texts.filter(isMissingWord)])];
}

/** The record that DuckDB counts as a line. */
async function findRecord(csv: CsvText, counted: number): Promise<TextRecord | undefined> {
  for await (const record of findRecords(csv, [counted])) return record;
  return undefined;
}

/** The records that DuckDB counts as these lines, ascending: it does not count line ends inside quotes, and its text may be that of another. */
export async function* findRecords({ file, dialect }: CsvText, counted: readonly number[]): AsyncGenerator<TextRecord> {
  let [quotedEnds, at] = [0, 0];
  for await (const record of readRecords(file, dialect)) {
    const line = record.line - quotedEnds;
    if (line >= (counted[at] ?? Infinity)) yield record;
    while (line >= (counted[at] ?? Infinity)) at += 1;
    if (at === counted.length) return;
    quotedEnds += record.text.split('\n').length - 1;
  }
}
