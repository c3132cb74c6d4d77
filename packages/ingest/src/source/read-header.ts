import { PipelineError } from '@tsdistill/contracts';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import { parseFields, readRecords } from './text-records';

/** What a reader needs to know before the first row. */
export interface CsvHeader {
  /** Empty lines before the header. */
  readonly emptyCount: number;
  readonly columns: readonly string[];
  /** Fields of the first row. */
  readonly firstRow: readonly string[];
  /** Rows, guessed from the size of the file and of its first row; for progress only. */
  readonly rowEstimate: number;
}

/** A packed CSV has about so many times its size in text. */
const GZIP_RATIO = 5;

/**
 * Reads the first record of a CSV, whose fields name the columns.
 *
 * @throws PipelineError CSV_EMPTY (no header, or nothing after it), CSV_ENCODING, CSV_UNREADABLE, COLUMN_REPEATED
 */
export async function readHeader(file: SourceFile, dialect: Dialect): Promise<CsvHeader> {
  const [header, first] = await readStart(file, dialect);
  if (header?.text.includes('\0')) {
    throw new PipelineError('CSV_ENCODING', { file: file.name, encoding: dialect.encoding, suggested: 'utf-16' });
  }
  if (!header || !first) throw new PipelineError('CSV_EMPTY', { file: file.name });
  const columns = parseFields(header.text, dialect);
  refuseRepeated(file, columns);
  const byteCount = file.byteCount * (file.gzip ? GZIP_RATIO : 1);
  const rowEstimate = Math.ceil(byteCount / (Buffer.byteLength(first.text) + 1));
  return { emptyCount: header.emptyCount, columns, firstRow: parseFields(first.text, dialect), rowEstimate };
}

async function readStart(file: SourceFile, dialect: Dialect) {
  const records = readRecords(file, dialect);
  try {
    const [header, first] = [await records.next(), await records.next()];
    return [header.value || undefined, first.value || undefined] as const;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('CSV_UNREADABLE', { file: file.name, problem }, { cause });
  } finally {
    await records.return(undefined);
  }
}

function refuseRepeated(file: SourceFile, columns: readonly string[]): void {
  const column = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (column === undefined) return;
  const positions = columns.flatMap((name, index) => (name === column ? [index + 1] : []));
  throw new PipelineError('COLUMN_REPEATED', { file: file.name, column, positions });
}
