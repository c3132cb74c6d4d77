import { HashingFile } from '@tsdistill/contracts';
import { csvLines, type Table } from './csv-text';
import { longRows, wideRows } from './peer-rows';

/** Writes the rows that any reader must find in the file of a table to a new Arrow file: series by series, by time. */
export function writeExpectedRows(path: string, table: Table): void {
  const file = new HashingFile(path);
  const rows = table.kind === 'wide' ? wideRows(file) : longRows(file);
  const ordered: Table = table.kind === 'wide' ? { ...table, order: 'by time' } : table;
  for (const line of csvLines(ordered)) rows.take(line.trimEnd().split(','));
  rows.finish();
  file.finish();
}
