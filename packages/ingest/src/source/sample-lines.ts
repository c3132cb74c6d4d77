import { closeSync, openSync, readSync } from 'node:fs';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';
import { ENCODINGS } from './text-records';

/** Bytes between two places; those that are read at each. */
export const [STRIDE, PIECE] = [4_000_000, 65_536];
/** Lines that are taken at a place. */
const LINES = 8;

/** Whole lines from places all over a file that is not packed: a few in 4 MB, none where lines are longer than 32 kB. */
export function sampleLines({ path, byteCount }: SourceFile, { encoding }: Dialect): readonly string[] {
  const descriptor = openSync(path, 'r');
  const bytes = Buffer.alloc(PIECE);
  const lines: string[] = [];
  try {
    for (let at = STRIDE; at < byteCount; at += STRIDE) {
      const count = readSync(descriptor, bytes, 0, PIECE, at);
      lines.push(...wholeLines(bytes.subarray(0, count), encoding));
    }
    return lines;
  } finally {
    closeSync(descriptor);
  }
}

/** The first lines of a piece of text, of which the first and the last one are cut. */
export function wholeLines(piece: Buffer, encoding: Dialect['encoding']): readonly string[] {
  const lines = piece.toString(ENCODINGS[encoding]).split(/\r\n|\n|\r/, LINES + 2);
  return lines.slice(1, -1).filter((line) => line !== '');
}
