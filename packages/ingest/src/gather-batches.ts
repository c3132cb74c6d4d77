import type { ColumnChunk } from './decode-chunk';

/** Stands for a cell that is no timestamp: the smallest int64. */
export const NO_TIME = -(2n ** 63n);

/** Rows in file order. The arrays are used again: they hold until the next batch is asked for. */
export interface RowBatch {
  readonly rowCount: number;
  /** ms since 1970 UTC, [rowCount]; `NO_TIME` where the cell is no timestamp. */
  readonly timestamps: BigInt64Array;
  /** Row-major, [rowCount, C]; NaN where the cell is empty. */
  readonly target: Float32Array;
}

/** About 8 MiB of values a batch: large enough to write fast, small enough to hold. */
const BATCH_BYTES = 8 << 20;
const MAX_BATCH_ROWS = 65_536;
/** Rows that are transposed at a time, so that their cache lines are written while they are near. */
const TILE_ROWS = 32;

/** Rows in every batch but the last, whatever the chunks: the same file gives the same batches on any machine. */
export function batchRows(channelCount: number): number {
  return Math.min(MAX_BATCH_ROWS, Math.max(1, Math.floor(BATCH_BYTES / (4 * channelCount))));
}

/** Turns chunks of columns, of any size, into row-major batches of `size` rows. */
export async function* gatherBatches(
  chunks: AsyncIterable<ColumnChunk>,
  channelCount: number,
  size = batchRows(channelCount),
): AsyncGenerator<RowBatch> {
  const timestamps = new BigInt64Array(size);
  const target = new Float32Array(size * channelCount);
  let rowCount = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.rowCount;) {
      const count = Math.min(size - rowCount, chunk.rowCount - from);
      timestamps.set(chunk.timestamps.subarray(from, from + count), rowCount);
      transpose(chunk.values, { from, count }, target.subarray(rowCount * channelCount));
      from += count;
      rowCount += count;
      if (rowCount < size) continue;
      yield { rowCount, timestamps, target };
      rowCount = 0;
    }
  }
  if (rowCount > 0)
    yield {
      rowCount,
      timestamps: timestamps.subarray(0, rowCount),
      target: target.subarray(0, rowCount * channelCount),
    };
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
