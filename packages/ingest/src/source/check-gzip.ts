import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { PipelineError } from '@tsdistill/contracts';
import { hasLineEnd } from './refuse-long-line';
import { PIECE, STRIDE, wholeLines } from './sample-lines';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import type { UnderscoreWatch } from './watch-underscores';

/** What a packed text turned out to be. */
export interface UnpackedText {
  readonly byteCount: number;
  /** Bytes of the longest stretch without a line end, to the size of a piece. */
  readonly longestLine: number;
  /** Whole lines from all over it. */
  readonly lines: readonly string[];
}

/**
 * Unpacks a file to its end and checks its sum: DuckDB takes the end of a file that was cut for the end of the data.
 *
 * @param watch is shown what was unpacked
 * @throws PipelineError CSV_UNREADABLE
 */
export async function checkGzip(
  { path, name }: SourceFile,
  { encoding }: Dialect,
  watch: UnderscoreWatch,
): Promise<UnpackedText> {
  let [byteCount, stretch, longestLine] = [0, 0, 0];
  const lines: string[] = [];
  const measure = new Writable({
    write(piece: Buffer, _encoding, done) {
      stretch = hasLineEnd(piece) ? 0 : stretch + piece.length;
      longestLine = Math.max(longestLine, stretch);
      watch.look(piece);
      const isStride = Math.floor(byteCount / STRIDE) < Math.floor((byteCount + piece.length) / STRIDE);
      // A piece of UTF-16 may begin in the middle of a letter.
      if (isStride) lines.push(...wholeLines(piece.subarray(byteCount % 2), encoding));
      byteCount += piece.length;
      done();
    },
  });
  try {
    await pipeline(createReadStream(path), createGunzip({ chunkSize: PIECE }), measure);
  } catch (cause) {
    throw damagedGzip(name, cause);
  }
  return { byteCount, longestLine, lines };
}

export function damagedGzip(file: string, cause: unknown): PipelineError {
  const problem = `its gzip is cut or damaged (${(cause as Error).message})`;
  return new PipelineError('CSV_UNREADABLE', { file, problem }, { cause });
}
