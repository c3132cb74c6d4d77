import { withArrowFile } from './arrow-file';
import type { ColumnArrays, Columns } from './column-type';

/** Reads all of a table that fits in memory, column by column, whatever its batches. */
export function readTable<Table extends Columns>(path: string, columns: Table): ColumnArrays<Table> {
  return withArrowFile(path, (file) => {
    const entries = Object.entries(columns).map(([name, type]) => [name, file.column(name, type).readAll()]);
    return Object.fromEntries(entries) as ColumnArrays<Table>;
  });
}
