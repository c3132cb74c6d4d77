import { type ErrorContext, PipelineError } from '@tsdistill/contracts';
import { type CsvHeader, readHeader } from './read-header';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';

/**
 * Reads the header of one of several files. Where its encoding is another, the error says so of the file that stands against it:
 * one encoding is set for all of them, and to set that of one would but move the error to the other.
 *
 * @throws PipelineError of `readHeader`
 */
export async function readHeaderAmong(
  files: readonly SourceFile[],
  file: SourceFile,
  dialect: Dialect,
): Promise<CsvHeader> {
  const wrong = await findEncoding(file, dialect);
  if (!wrong) return readHeader(file, dialect);
  for (const other of files) {
    if (other === file || other.format !== 'csv') continue;
    const against = await findEncoding(other, { ...dialect, encoding: wrong.suggested });
    if (!against) continue;
    const found = { file: other.name, encoding: against.suggested };
    throw new PipelineError('CSV_ENCODING', { ...wrong, other: found });
  }
  throw new PipelineError('CSV_ENCODING', wrong);
}

/** What is wrong with the encoding of a file, by its header. */
async function findEncoding(file: SourceFile, dialect: Dialect): Promise<ErrorContext<'CSV_ENCODING'> | undefined> {
  try {
    await readHeader(file, dialect);
    return undefined;
  } catch (cause) {
    const isOther = cause instanceof PipelineError && cause.code === 'CSV_ENCODING';
    return isOther ? (cause.context as ErrorContext<'CSV_ENCODING'>) : undefined;
  }
}
