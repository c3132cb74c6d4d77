import { statSync } from 'node:fs';
import { PipelineError } from '@tsdistill/contracts';
import { parseFields, readRecords } from './csv-records';

/** A CSV on disk. `name` is the path as the config spells it: errors show it. */
export interface CsvFile {
  readonly path: string;
  readonly name: string;
}

/** What a reader needs to know before the first row. */
export interface CsvHeader {
  /** Line of the header, from 1: empty lines may come before it. */
  readonly line: number;
  readonly columns: readonly string[];
  /** Rows, guessed from the size of the file and of its first row; for progress only. */
  readonly rowEstimate: number;
}

/**
 * Reads the first record of a CSV, whose fields name the columns.
 *
 * @throws PipelineError CSV_MISSING, CSV_EMPTY (no header, or nothing after it), COLUMN_REPEATED
 */
export async function readHeader(csv: CsvFile): Promise<CsvHeader> {
  const stats = statSync(csv.path, { throwIfNoEntry: false });
  if (!stats?.isFile()) throw new PipelineError('CSV_MISSING', { file: csv.name });
  const records = readRecords(csv.path);
  const first = await records.next();
  const second = await records.next();
  await records.return(undefined);
  if (first.done || second.done) throw new PipelineError('CSV_EMPTY', { file: csv.name });
  const columns = parseFields(first.value.text);
  refuseRepeated(csv, columns);
  const rowEstimate = Math.ceil(stats.size / (Buffer.byteLength(second.value.text) + 1));
  return { line: first.value.line, columns, rowEstimate };
}

function refuseRepeated(csv: CsvFile, columns: readonly string[]): void {
  const column = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (column === undefined) return;
  const positions = columns.flatMap((name, index) => (name === column ? [index + 1] : []));
  throw new PipelineError('COLUMN_REPEATED', { file: csv.name, column, positions });
}
