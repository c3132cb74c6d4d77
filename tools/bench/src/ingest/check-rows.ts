import { join } from 'node:path';
import type { Table } from './csv-text';
import { writeExpectedRows } from './write-expected-rows';
import { hashRows } from './hash-rows';

/**
 * Compares the rows of Arrow files, by whom they were written, with those that the CSV was made of.
 *
 * @throws Error that names the writers of others
 */
export function checkRows(written: Readonly<Record<string, string>>, table: Table, scratch: string): void {
  const expected = join(scratch, 'expected.arrow');
  writeExpectedRows(expected, table);
  const channelCount = table.kind === 'wide' ? table.channelCount : 1;
  const hash = hashRows(expected, channelCount);
  const wrong = Object.entries(written).filter(([, path]) => hashRows(path, channelCount) !== hash);
  if (wrong.length > 0) throw new Error(`wrong rows written by ${wrong.map(([name]) => name).join(', ')}`);
}
