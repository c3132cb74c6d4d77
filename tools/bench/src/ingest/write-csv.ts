import { closeSync, openSync, writeSync } from 'node:fs';
import { csvLines, type Table } from './csv-text';

const CHUNK_CHARACTERS = 1 << 20;

/** Writes a table to a new file, about 1 MB at a time. */
export function writeCsv(path: string, table: Table): void {
  const fd = openSync(path, 'wx');
  try {
    let [lines, length]: [string[], number] = [[], 0];
    for (const line of csvLines(table)) {
      lines.push(line);
      length += line.length;
      if (length < CHUNK_CHARACTERS) continue;
      writeWhole(fd, lines);
      [lines, length] = [[], 0];
    }
    writeWhole(fd, lines);
  } finally {
    closeSync(fd);
  }
}

function writeWhole(fd: number, lines: readonly string[]): void {
  const bytes = Buffer.from(lines.join(''), 'latin1');
  for (let offset = 0; offset < bytes.length;) offset += writeSync(fd, bytes, offset);
}
