import type { ColumnArrays, Columns } from '../src/arrow/column-type';
import { ArrowWriter } from '../src/arrow/write-arrow';
import { HashingFile } from '../src/artifact/hashing-file';

export interface Batch<Table extends Columns> {
  readonly rowCount: number;
  readonly arrays: ColumnArrays<Table>;
}

/** Writes one Arrow file with the program's own writer. @returns its path */
export function writeTable<Table extends Columns>(
  path: string,
  columns: Table,
  batches: readonly Batch<Table>[],
  metadata: Readonly<Record<string, string>> = {},
): string {
  const file = new HashingFile(path);
  const writer = new ArrowWriter(file, columns, metadata);
  for (const { rowCount, arrays } of batches) writer.append(rowCount, arrays);
  writer.finish();
  file.finish();
  return path;
}
