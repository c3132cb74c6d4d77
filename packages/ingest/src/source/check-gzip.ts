import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PipelineError } from '@tsdistill/contracts';
import type { SourceFile } from './source-files';

/**
 * Unpacks a file to its end and checks its sum: DuckDB takes the end of a file that was cut for the end of the data.
 *
 * @throws PipelineError CSV_UNREADABLE
 */
export async function checkGzip({ path, name }: SourceFile): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(path), createGunzip(), nowhere);
  } catch (cause) {
    const problem = `its gzip is cut or damaged (${(cause as Error).message})`;
    throw new PipelineError('CSV_UNREADABLE', { file: name, problem }, { cause });
  }
}
