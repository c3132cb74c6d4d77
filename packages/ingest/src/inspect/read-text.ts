import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Dialect } from '../source/source-config';
import type { SourceFile } from '../source/source-files';

const SAMPLE_BYTES = 1 << 18;

/** The start of a text, and the encoding that all of it fits. */
export interface TextStart {
  readonly encoding: Dialect['encoding'];
  readonly text: string;
}

/** Reads a text to its end: one byte near it may say that it is not UTF-8. */
export async function readTextStart(file: SourceFile): Promise<TextStart> {
  let start: Buffer = Buffer.alloc(0);
  let [isOther, hasControls] = [false, false];
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of openText(file)) {
    if (start.length < SAMPLE_BYTES) start = Buffer.concat([start, chunk as Buffer]).subarray(0, SAMPLE_BYTES);
    if (hasZeros(start)) return { encoding: 'utf-16', text: start.toString('utf16le') };
    if (!isOther) isOther = !fits(utf8, chunk as Buffer);
    if (!hasControls) hasControls = (chunk as Buffer).some((byte) => byte >= 0x80 && byte < 0xa0);
  }
  // Text of two encodings: UTF-8 has such bytes, latin-1 has none, and the line that is not UTF-8 can be named.
  if (isOther && !hasControls) return { encoding: 'latin-1', text: start.toString('latin1') };
  return { encoding: 'utf-8', text: start.toString('utf8') };
}

function openText({ path, gzip }: SourceFile): AsyncIterable<unknown> {
  const bytes = createReadStream(path);
  return gzip ? bytes.pipe(createGunzip()) : bytes;
}

/** Every second byte of ASCII text in UTF-16 is zero; one stray zero is none of it. */
function hasZeros(start: Buffer): boolean {
  const head = start.subarray(0, 512);
  return head.filter((byte) => byte === 0).length > head.length / 4;
}

function fits(decoder: TextDecoder, chunk: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: true });
    return true;
  } catch {
    return false;
  }
}
