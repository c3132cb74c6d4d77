import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Dialect } from './source-config';
import type { SourceFile } from './source-files';

/** One record of a CSV: the line (from 1) on which it begins, and its text without the line end. */
export interface TextRecord {
  readonly line: number;
  readonly text: string;
  /** Empty lines before it, and that of a spreadsheet which names the separator; comments are none. */
  readonly emptyCount: number;
  /** A quote in it is not closed: it is the last record. */
  readonly isOpen: boolean;
}

/** Characters of a record; one that is longer is cut off and the last, as DuckDB takes none of more than 2,000,000 bytes. */
export const MAX_RECORD = 2_000_000;
/** Characters of a record that errors show. */
export const MAX_TEXT = 120;

/** What spreadsheets write above the header. */
export const SEPARATOR = /^"?sep=.?"?$/i;

/** Names of the encodings in Node. */
export const ENCODINGS = { 'utf-8': 'utf8', 'utf-16': 'utf16le', 'latin-1': 'latin1' } as const;

/**
 * Yields the records of a CSV, header included. An empty line and a comment are none; a line end inside quotes does not
 * end one. Compressed files are unpacked on the way.
 */
export async function* readRecords(
  { path, gzip }: Pick<SourceFile, 'path' | 'gzip'>,
  dialect: Dialect,
): AsyncGenerator<TextRecord> {
  const { encoding, comment } = dialect;
  const bytes = createReadStream(path);
  const input = gzip ? bytes.pipe(createGunzip()) : bytes;
  input.setEncoding(ENCODINGS[encoding]);
  try {
    let line = 0;
    let parts: string[] = [];
    let isOpen = false;
    let emptyCount = 0;
    let length = 0;
    const record = () => ({ line: line - parts.length + 1, text: parts.join('\n'), emptyCount, isOpen });
    for await (const lines of readLines(input as AsyncIterable<string>))
      for (const text of lines) {
        line += 1;
        if (!isOpen && comment !== undefined && text.trimStart().startsWith(comment)) continue;
        const part = line === 1 ? text.replace(/^\ufeff/, '') : text;
        if (!isOpen && holdsNothing(part, line)) {
          emptyCount += 1;
          continue;
        }
        parts.push(part);
        length += part.length;
        isOpen = isOpenBehind(part, isOpen, dialect);
        if (isOpen && length <= MAX_RECORD) continue;
        yield record();
        if (length > MAX_RECORD) return;
        [parts, length] = [[], 0];
      }
    if (parts.length > 0) yield record();
  } finally {
    bytes.destroy();
    input.destroy();
  }
}

/** The line of the separator is the first one. */
function holdsNothing(text: string, line: number): boolean {
  return text === '' || (line === 1 && SEPARATOR.test(text));
}

/**
 * Lines without their ends (LF, CR LF, CR), those of one piece of the file at a time; one that is longer than a record
 * may be is cut off and the last.
 */
async function* readLines(input: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const piece of input) {
    // A CR at the end may be the first half of a CR LF.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    yield lines;
    if (rest.length > MAX_RECORD) break;
  }
  if (rest !== '') yield [rest.replace(/\r$/, '')];
}

type Marks = Pick<Dialect, 'delimiter' | 'quote'>;

/** Whether a quote is open behind a line. It opens where a field begins only: in 5" wide it is a letter like any other. */
function isOpenBehind(line: string, isOpenBefore: boolean, { delimiter, quote }: Marks): boolean {
  if (!line.includes(quote)) return isOpenBefore;
  let [isOpen, begins] = [isOpenBefore, !isOpenBefore];
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (isOpen && character === quote && line.charAt(i + 1) === quote) i++;
    else if (character === quote && (isOpen || begins)) isOpen = !isOpen;
    begins = !isOpen && character === delimiter;
  }
  return isOpen;
}

/** The fields of one record: quotes taken off, doubled quotes made single. */
export function parseFields(text: string, { delimiter, quote }: Marks): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let [quoted, begins] = [false, true];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted && character === quote && text.charAt(i + 1) === quote) field += text.charAt(++i);
    else if (character === quote && (quoted || begins)) quoted = !quoted;
    else if (character === delimiter && !quoted) {
      fields.push(field);
      field = '';
    } else field += character;
    begins = !quoted && character === delimiter;
  }
  return [...fields, field];
}
