import { closeSync, openSync, readSync } from 'node:fs';
import { PipelineError } from '@tsdistill/contracts';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import { MAX_RECORD, MAX_TEXT, readRecords } from './text-records';

/** DuckDB loses a line without a word that is longer than its buffer, 16 MB: one of these places lies in it, 2 MB before its end. */
const STRIDE = 12_000_000;

/**
 * Refuses a line that DuckDB would leave out; looks at a few MB of the file only.
 *
 * @param longestLine bytes of the longest line, where it is known
 * @throws PipelineError CSV_BAD_ROW
 */
export async function refuseLongLine(file: SourceFile, dialect: Dialect, longestLine?: number): Promise<void> {
  const isSuspect = longestLine === undefined ? holdsStretch(file) : longestLine > MAX_RECORD;
  if (!isSuspect) return;
  for await (const { line, text } of readRecords(file, dialect)) {
    if (text.length <= MAX_RECORD) continue;
    const problem = `The row is longer than ${MAX_RECORD} characters`;
    const rejected = { text: text.slice(0, MAX_TEXT), count: 1, atLeast: true };
    throw new PipelineError('CSV_BAD_ROW', { file: file.name, line, problem, ...rejected });
  }
}

/** Whether at one of the places no line ends for longer than a record may be. */
function holdsStretch({ path, byteCount }: SourceFile): boolean {
  if (byteCount <= STRIDE) return false;
  const descriptor = openSync(path, 'r');
  const bytes = Buffer.alloc(MAX_RECORD);
  const endsWithin = (at: number, length: number) => {
    const count = readSync(descriptor, bytes, 0, length, at);
    return count < length || hasLineEnd(bytes.subarray(0, count));
  };
  try {
    for (let at = 0; at < byteCount; at += STRIDE)
      if (!endsWithin(at, 65_536) && !endsWithin(at, MAX_RECORD)) return true;
    return false;
  } finally {
    closeSync(descriptor);
  }
}

export function hasLineEnd(bytes: Uint8Array): boolean {
  return bytes.includes(10) || bytes.includes(13);
}
