import type { ArrowColumn } from '../arrow/arrow-file';
import type { ColumnType } from '../arrow/column-type';

/** Rows with NaN or an infinity, and the first such value. */
export interface NonFinite {
  readonly rowCount: number;
  readonly row: number;
  /** Place inside the row. */
  readonly cell: number;
  readonly value: number;
}

const BLOCK_VALUES = 1 << 20;

/** Reads a column block by block, whatever its size. @returns undefined when all values are finite */
export function findNonFinite(
  column: ArrowColumn<ColumnType & { kind: 'float32-list' }>,
  width: number,
): NonFinite | undefined {
  const blockRows = Math.max(1, Math.floor(BLOCK_VALUES / width));
  const values = new Float32Array(Math.min(blockRows, column.rowCount) * width);
  let found: NonFinite | undefined;
  for (let first = 0; first < column.rowCount; first += blockRows) {
    const count = Math.min(blockRows, column.rowCount - first);
    column.read(first, count, values);
    for (let row = 0; row < count; row++) {
      const cell = values.subarray(row * width, (row + 1) * width).findIndex((value) => !Number.isFinite(value));
      if (cell < 0) continue;
      const value = values[row * width + cell] as number;
      found = found ? { ...found, rowCount: found.rowCount + 1 } : { rowCount: 1, row: first + row, cell, value };
    }
  }
  return found;
}
