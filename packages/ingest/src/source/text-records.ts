import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';

/** One record of a CSV: the line (from 1) on which it begins, and its text without the line end. */
export interface TextRecord {
  readonly line: number;
  readonly text: string;
  /** Empty lines before it; comments are none. */
  readonly emptyCount: number;
}

const ENCODINGS = { 'utf-8': 'utf8', 'utf-16': 'utf16le', 'latin-1': 'latin1' } as const;

/**
 * Yields the records of a CSV, header included. An empty line and a comment are none; a line end inside quotes does not
 * end one. Compressed files are unpacked on the way.
 */
export async function* readRecords(
  { path, gzip }: Pick<SourceFile, 'path' | 'gzip'>,
  { encoding, quote, comment }: Dialect,
): AsyncGenerator<TextRecord> {
  const bytes = createReadStream(path);
  const input = gzip ? bytes.pipe(createGunzip()) : bytes;
  input.setEncoding(ENCODINGS[encoding]);
  try {
    let line = 0;
    let parts: string[] = [];
    let quoted = false;
    let emptyCount = 0;
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line += 1;
      if (!quoted && comment !== undefined && text.trimStart().startsWith(comment)) continue;
      parts.push(line === 1 ? text.replace(/^\ufeff/, '') : text);
      if (hasOdd(text, quote)) quoted = !quoted;
      if (quoted) continue;
      if (parts.join('') === '') emptyCount += 1;
      else yield { line: line - parts.length + 1, text: parts.join('\n'), emptyCount };
      parts = [];
    }
    if (parts.length > 0) yield { line: line - parts.length + 1, text: parts.join('\n'), emptyCount };
  } finally {
    bytes.destroy();
    input.destroy();
  }
}

function hasOdd(text: string, quote: string): boolean {
  return text.split(quote).length % 2 === 0;
}

/** The fields of one record: quotes taken off, doubled quotes made single. */
export function parseFields(
  text: string,
  { delimiter, quote }: Pick<Dialect, 'delimiter' | 'quote'>,
): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted && character === quote && text.charAt(i + 1) === quote) field += text.charAt(++i);
    else if (character === quote) quoted = !quoted;
    else if (character === delimiter && !quoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}
