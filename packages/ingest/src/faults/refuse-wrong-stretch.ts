import type { DuckDBConnection } from '@duckdb/node-api';
import { type CsvText, csvTable } from '../source/csv-scan';
import type { RowPlan } from '../source/row-sql';
import { sampleLines } from '../source/sample-lines';
import { readRecords, type TextRecord } from '../source/text-records';
import { rejectError } from './refuse-rejected';
import { rejectedText, tryRecords } from './try-records';

/** Bytes that may be kept of what is rejected. */
const KEPT = 100_000_000;
/** Bytes that DuckDB keeps of a rejected row beside its text. */
const KEPT_OF_ROW = 1000;
/** Characters of the stretch that is counted. */
const STRETCH = 1_000_000;

/**
 * Refuses a large CSV of which so many rows are wrong that to keep them would fill the memory, wherever they begin.
 *
 * Lines from all over the file say how many are wrong. They refuse nothing, since what looks like a line may lie within
 * quotes: where they give rise to doubt the file is read to its first wrong row, and the rows from there are counted.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW
 */
export async function refuseWrongStretch(connection: DuckDBConnection, plan: RowPlan): Promise<void> {
  const { csv } = plan.source;
  if (!csv || !(await mayFillMemory(connection, plan, csv))) return;
  const line = await firstWrongLine(connection, plan, csv);
  if (line === undefined) return;
  const records = await readStretch(csv, line);
  const rejects = await tryRecords(connection, plan, csv, records);
  const [first] = rejects;
  const record = records[Number(first?.[0]) - 1];
  if (first && record)
    throw rejectError(rejectedText(plan, csv, rejects), first, record, { count: rejects.length, atLeast: true });
}

/** Whether what is rejected would need more memory than it may, as far as some lines of the file can say. */
async function mayFillMemory(connection: DuckDBConnection, plan: RowPlan, csv: CsvText): Promise<boolean> {
  const { file, dialect, rowEstimate, unpacked } = csv;
  const all = rowEstimate * KEPT_OF_ROW + (unpacked ?? file).byteCount;
  if (all < KEPT) return false;
  const lines = unpacked?.lines ?? sampleLines(file, dialect);
  if (lines.length === 0) return false;
  const texts = [await readHeaderText(csv), ...lines];
  const rejects = await tryRecords(
    connection,
    plan,
    csv,
    texts.map((text) => ({ text })),
  );
  return (rejects.length / lines.length) * all > KEPT;
}

async function readHeaderText({ file, dialect }: CsvText): Promise<string> {
  for await (const { text } of readRecords(file, dialect)) return text;
  return '';
}

/** The line of the first wrong row as DuckDB counts it. */
async function firstWrongLine(
  connection: DuckDBConnection,
  { selection }: RowPlan,
  csv: CsvText,
): Promise<number | undefined> {
  const values = new Set(selection.values);
  const table = csvTable(csv, (position) => (values.has(position) ? 'FLOAT' : 'VARCHAR'), 'stop');
  try {
    await connection.run(
      `SELECT ${selection.values.map((position) => `count(c${position})`).join(', ')} FROM ${table}`,
    );
    return undefined;
  } catch (cause) {
    const line = /CSV Error on Line: (\d+)/.exec(String(cause))?.[1];
    return line === undefined ? undefined : Number(line);
  }
}

/** The header, and the records from a line on, in which DuckDB counts no line ends inside quotes. */
async function readStretch({ file, dialect }: CsvText, counted: number): Promise<readonly TextRecord[]> {
  const records: TextRecord[] = [];
  let [quotedEnds, length] = [0, 0];
  for await (const record of readRecords(file, dialect)) {
    const isInside = record.line - quotedEnds >= counted;
    if (isInside || records.length === 0) records.push(record);
    if (isInside) length += record.text.length;
    else quotedEnds += record.text.split('\n').length - 1;
    if (length > STRETCH) break;
  }
  return records;
}
