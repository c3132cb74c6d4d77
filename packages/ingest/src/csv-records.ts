import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One record of a CSV: the line (from 1) on which it begins, and its text without the line end. */
export interface CsvRecord {
  readonly line: number;
  readonly text: string;
}

/** Yields the records of a CSV, header included. An empty line is none; a line end inside quotes does not end one. */
export async function* readRecords(path: string): AsyncGenerator<CsvRecord> {
  const input = createReadStream(path, 'utf8');
  try {
    let line = 0;
    let parts: string[] = [];
    let quoted = false;
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line += 1;
      parts.push(line === 1 ? text.replace(/^\ufeff/, '') : text);
      if (hasOddQuotes(text)) quoted = !quoted;
      if (quoted) continue;
      if (parts.join('') !== '') yield { line: line - parts.length + 1, text: parts.join('\n') };
      parts = [];
    }
    if (parts.length > 0) yield { line: line - parts.length + 1, text: parts.join('\n') };
  } finally {
    input.destroy();
  }
}

function hasOddQuotes(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

/** The fields of one record: separated by commas, quotes taken off, doubled quotes made single. */
export function parseFields(text: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted && character === '"' && text.charAt(i + 1) === '"') field += text.charAt(++i);
    else if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  return [...fields, field];
}
