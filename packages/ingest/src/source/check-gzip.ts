import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PipelineError } from '@tsdistill/contracts';
import { hasLineEnd } from './refuse-long-line';
import type { SourceFile } from './source-files';
import type { UnderscoreWatch } from './watch-underscores';

/**
 * Unpacks a file to its end and checks its sum: DuckDB takes the end of a file that was cut for the end of the data.
 *
 * @param watch is shown what was unpacked
 * @returns bytes of the longest stretch without a line end, to the size of a piece
 * @throws PipelineError CSV_UNREADABLE
 */
export async function checkGzip({ path, name }: SourceFile, watch: UnderscoreWatch): Promise<number> {
  let [stretch, longest] = [0, 0];
  const measure = new Writable({
    write(piece: Buffer, _encoding, done) {
      stretch = hasLineEnd(piece) ? 0 : stretch + piece.length;
      longest = Math.max(longest, stretch);
      watch.look(piece);
      done();
    },
  });
  try {
    await pipeline(createReadStream(path), createGunzip(), measure);
  } catch (cause) {
    throw damagedGzip(name, cause);
  }
  return longest;
}

export function damagedGzip(file: string, cause: unknown): PipelineError {
  const problem = `its gzip is cut or damaged (${(cause as Error).message})`;
  return new PipelineError('CSV_UNREADABLE', { file, problem }, { cause });
}
