import { allocateBlock, type RowBlock, sliceBlock } from './row-block';

/** What a gatherer takes: columns of any length. */
export interface GatheredColumns {
  readonly rowCount: number;
  readonly times: Float64Array;
  readonly values: readonly Float32Array[];
}

/** Rows [from, to) of some columns, without a copy. */
export function sliceColumns(columns: GatheredColumns, from: number, to: number): GatheredColumns {
  if (from === 0 && to === columns.rowCount) return columns;
  const values = columns.values.map((column) => column.subarray(from, to));
  return { rowCount: to - from, times: columns.times.subarray(from, to), values };
}

/** Rows that are transposed at a time, so that their cache lines are written while they are near. */
const TILE_ROWS = 32;

/**
 * Turns columns, however they are cut, into row-major blocks of `size` rows, which are handed to `emit`.
 *
 * @returns `add` takes the next columns, `finish` emits the rest, `rowCount` says how many rows were taken
 */
export function createGatherer(
  width: number,
  size: number,
  emit: (block: RowBlock) => void,
): { add(columns: GatheredColumns): void; finish(): void; rowCount(): number } {
  const block = allocateBlock(size, width);
  let [rowCount, sourceRow] = [0, 0];

  function flush(): void {
    if (rowCount > 0) emit(rowCount === size ? block : sliceBlock(block, 0, rowCount));
    rowCount = 0;
  }

  function add({ rowCount: total, times, values }: GatheredColumns): void {
    for (let from = 0; from < total;) {
      const count = Math.min(size - rowCount, total - from);
      block.times.set(times.subarray(from, from + count), rowCount);
      for (let row = 0; row < count; row++) block.sourceRows[rowCount + row] = sourceRow++;
      transpose(values, { from, count }, block.values.subarray(rowCount * width));
      from += count;
      rowCount += count;
      if (rowCount === size) flush();
    }
  }
  return { add, finish: flush, rowCount: () => sourceRow };
}

/** Copies rows [from, from + count) of the columns to the front of `rows`, row-major. */
function transpose(
  columns: readonly Float32Array[],
  { from, count }: { readonly from: number; readonly count: number },
  rows: Float32Array,
): void {
  for (let tile = 0; tile < count; tile += TILE_ROWS) {
    const end = Math.min(tile + TILE_ROWS, count);
    columns.forEach((column, index) => {
      for (let row = tile; row < end; row++) rows[row * columns.length + index] = column[from + row] as number;
    });
  }
}
