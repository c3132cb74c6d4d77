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

const NAMES = { '\n': String.raw`\n`, '\r\n': String.raw`\r\n` } as const;

/** The first line that ends otherwise than the first one. */
async function findOtherLineEnd(file: { readonly path: string; readonly gzip: boolean }) {
  const bytes = createReadStream(file.path);
  let [line, last] = [0, ''];
  let first: '\n' | '\r\n' | undefined;
  for await (const piece of file.gzip ? bytes.pipe(createGunzip()) : bytes) {
    const text = (piece as Buffer).toString('latin1');
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      line += 1;
      const end = (at > 0 ? text.charAt(at - 1) : last) === '\r' ? '\r\n' : '\n';
      first ??= end;
      if (end !== first) return { line, end: NAMES[end], first: NAMES[first] };
    }
    last = text.at(-1) ?? last;
  }
  return undefined;
}
