import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { PipelineError } from '@tsdistill/contracts';
import type { Source } from '../source/open-sources';

/** What DuckDB says when it loses count of the lines. */
const LOST = /invalid state|new ?line|Maximum line size/i;

/** The error for a source that cannot be scanned at all: lines that end in two ways, or what DuckDB says. */
export async function refuseUnreadable({ name, csv }: Source, cause: unknown): Promise<PipelineError> {
  if (cause instanceof PipelineError) return cause;
  const text = String(cause instanceof Error ? cause.message : cause);
  const place = csv && LOST.test(text) ? await findOtherLineEnd(csv.file) : undefined;
  if (place) return new PipelineError('CSV_LINE_ENDS', { file: name, ...place }, { cause });
  return new PipelineError('CSV_UNREADABLE', { file: name, problem: text.split('\n')[0] ?? '' }, { cause });
}

/** Names of line ends by their bytes. */
const NAMES: Readonly<Record<string, string>> = {
  '\n': String.raw`\n`,
  '\r\n': String.raw`\r\n`,
  '\r': String.raw`\r`,
};

/** The first line that ends otherwise than the first one. */
async function findOtherLineEnd(file: { readonly path: string; readonly gzip: boolean }) {
  const bytes = createReadStream(file.path);
  let [line, rest] = [0, ''];
  let first: string | undefined;
  for await (const piece of file.gzip ? bytes.pipe(createGunzip()) : bytes) {
    const text = rest + (piece as Buffer).toString('latin1');
    // The LF of a CR LF may be in the next piece.
    rest = text.endsWith('\r') ? '\r' : '';
    for (const [end] of text.slice(0, text.length - rest.length).matchAll(/\r\n|\n|\r/g)) {
      line += 1;
      first ??= end;
      if (end !== first) return { line, end: NAMES[end] ?? end, first: NAMES[first] ?? first };
    }
  }
  return undefined;
}
