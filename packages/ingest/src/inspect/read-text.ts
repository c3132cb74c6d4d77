import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { Dialect } from '../source/source-config';
import type { SourceFile } from '../source/source-files';
import { ENCODINGS } from '../source/text-records';

const SAMPLE_BYTES = 1 << 18;

/** The start of a text, and the encoding that all of it fits. */
export interface TextStart {
  readonly encoding: Dialect['encoding'];
  readonly text: string;
}

/** Reads a text to its end: one byte near it may say that it is not UTF-8. */
export async function readTextStart(file: SourceFile): Promise<TextStart> {
  let start: Buffer = Buffer.alloc(0);
  let isOther = false;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of openText(file)) {
    if (start.length < SAMPLE_BYTES) start = Buffer.concat([start, chunk as Buffer]).subarray(0, SAMPLE_BYTES);
    if (hasZeros(start)) return { encoding: 'utf-16', text: start.toString('utf16le') };
    isOther ||= !fits(utf8, chunk as Buffer);
    if (isOther && start.length === SAMPLE_BYTES) break;
  }
  // In a text of two encodings the line that is not UTF-8 can be named.
  const encoding = isOther && !(await isNoLatin1(file)) ? 'latin-1' : 'utf-8';
  return { encoding, text: start.toString(ENCODINGS[encoding]) };
}

/** Bytes that latin-1 has no letter for, and letters of UTF-8: read as latin-1 these are a capital and a sign, or a letter and two signs. */
const NO_LATIN1 = /[\x80-\x9f]|[\xc2-\xdf][\xa1-\xbf]|[\xe0-\xef][\xa0-\xbf]{2}/;

async function isNoLatin1(file: SourceFile): Promise<boolean> {
  for await (const chunk of openText(file)) if (NO_LATIN1.test((chunk as Buffer).toString('latin1'))) return true;
  return false;
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
