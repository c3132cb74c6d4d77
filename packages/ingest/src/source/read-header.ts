import { PipelineError } from '@tsdistill/contracts';
import { damagedGzip } from './check-gzip';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import { MAX_RECORD, MAX_TEXT, parseFields, readRecords, type TextRecord } from './text-records';

/** What a reader needs to know before the first row. */
export interface CsvHeader {
  /** Empty lines before the header. */
  readonly emptyCount: number;
  readonly columns: readonly string[];
  /** Fields of the first row. */
  readonly firstRow: readonly string[];
  /** Bytes of the first row. */
  readonly rowBytes: number;
}

/**
 * Reads the first record of a CSV, whose fields name the columns.
 *
 * @throws PipelineError CSV_EMPTY (no header, or nothing after it), CSV_ENCODING, CSV_BAD_ROW, CSV_UNREADABLE, COLUMN_REPEATED
 */
export async function readHeader(file: SourceFile, dialect: Dialect): Promise<CsvHeader> {
  const [header, first] = await readStart(file, dialect);
  if (header) refuseHeader(file, header, dialect);
  if (!header || !first) throw new PipelineError('CSV_EMPTY', { file: file.name });
  const columns = parseFields(header.text, dialect);
  refuseRepeated(file, columns);
  const rowBytes = Buffer.byteLength(first.text) + 1;
  return { emptyCount: header.emptyCount, columns, firstRow: parseFields(first.text, dialect), rowBytes };
}

async function readStart(file: SourceFile, dialect: Dialect) {
  const records = readRecords(file, dialect);
  try {
    const [header, first] = [await records.next(), await records.next()];
    return [header.value || undefined, first.value || undefined] as const;
  } catch (cause) {
    if (file.gzip) throw damagedGzip(file.name, cause);
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('CSV_UNREADABLE', { file: file.name, problem }, { cause });
  } finally {
    await records.return(undefined);
  }
}

/** @throws PipelineError CSV_ENCODING, CSV_BAD_ROW for a header that is no line of text */
function refuseHeader({ name: file }: SourceFile, { line, text, isOpen }: TextRecord, { encoding }: Dialect): void {
  const suggested = otherEncoding(text, encoding);
  if (suggested) throw new PipelineError('CSV_ENCODING', { file, encoding, suggested });
  const isLong = text.length > MAX_RECORD;
  if (!isLong && !isOpen) return;
  const problem = isLong ? `The header is longer than ${MAX_RECORD} characters` : 'A quote is not closed';
  throw new PipelineError('CSV_BAD_ROW', {
    file,
    line,
    problem,
    text: text.slice(0, MAX_TEXT),
    count: 1,
    atLeast: false,
  });
}

function otherEncoding(text: string, encoding: Dialect['encoding']): Dialect['encoding'] | undefined {
  if (encoding === 'utf-16') return /[\u0020-\u007e]/.test(text) ? undefined : 'utf-8';
  if (text.includes('\0')) return 'utf-16';
  return encoding === 'utf-8' && text.includes('\ufffd') ? 'latin-1' : undefined;
}

function refuseRepeated(file: SourceFile, columns: readonly string[]): void {
  const column = columns.find((name, index) => name !== '' && columns.indexOf(name) !== index);
  if (column === undefined) return;
  const positions = columns.flatMap((name, index) => (name === column ? [index + 1] : []));
  throw new PipelineError('COLUMN_REPEATED', { file: file.name, column, positions });
}
