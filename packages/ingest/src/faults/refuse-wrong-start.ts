import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import type { CsvText } from '../source/csv-scan';
import type { RowPlan } from '../source/row-sql';
import { MAX_RECORD, MAX_TEXT, readRecords, type TextRecord } from '../source/text-records';
import { rejectError } from './refuse-rejected';
import { rejectedText, tryRecords } from './try-records';

/** Bytes of a file whose faults may fill the memory: DuckDB keeps more than 1 kB for each row that it rejects. */
const LARGE = 4_000_000;
/** Characters of the start that is read first. */
const START = 1_000_000;
/** Rejected rows that leave no doubt. */
const MANY = 1000;

/**
 * Reads the start of a large CSV first, and refuses the file when most of that is wrong: a decimal comma or a ragged row
 * everywhere costs no time and no memory then.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW
 */
export async function refuseWrongStart(connection: DuckDBConnection, plan: RowPlan): Promise<void> {
  const { csv, name } = plan.source;
  if (!csv || csv.file.byteCount < LARGE) return;
  const records = await readStart(csv);
  refuseEndless(name, records.at(-1));
  const rejects = await tryRecords(connection, plan, csv, records);
  const [first] = rejects;
  // Each record is one line of the start: DuckDB counts no line ends inside quotes.
  const record = records[Number(first?.[0]) - 1];
  if (first && record && rejects.length >= MANY)
    throw rejectError(rejectedText(plan, csv, rejects), first, record, { count: rejects.length, atLeast: true });
}

async function readStart({ file, dialect }: CsvText): Promise<readonly TextRecord[]> {
  const records: TextRecord[] = [];
  let length = 0;
  for await (const record of readRecords(file, dialect)) {
    records.push(record);
    length += record.text.length;
    if (length > START) break;
  }
  return records;
}

function refuseEndless(file: string, last?: TextRecord): void {
  if (!last?.isOpen || last.text.length <= MAX_RECORD) return;
  const text = last.text.slice(0, MAX_TEXT);
  const problem = 'A quote is not closed';
  throw new PipelineError('CSV_BAD_ROW', { file, line: last.line, problem, text, count: 1, atLeast: true });
}
