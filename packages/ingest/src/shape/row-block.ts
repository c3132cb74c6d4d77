/** Rows of one series in order of time. The arrays are used again: they hold until the next block. */
export interface RowBlock {
  readonly rowCount: number;
  /** ms since 1970: UTC instants where the step is below a day, else the wall time taken as UTC. [rowCount] */
  readonly times: Float64Array;
  /** Where the row stands in the sources, counted over all files from 0. [rowCount] */
  readonly sourceRows: Uint32Array;
  /** Row-major [rowCount, W]: targets, past, known, and as far as they are not dropped markers; NaN where the cell is empty. */
  readonly values: Float32Array;
}

/** Takes the rows of one series after the other; what it does with them it hands on to the next sink. */
export interface RowSink {
  begin(seriesId: string): void;
  rows(block: RowBlock): void;
  end(): void;
}

/** Rows [from, to) of a block, without a copy. */
export function sliceBlock(block: RowBlock, from: number, to: number): RowBlock {
  const width = block.values.length / block.times.length;
  return {
    rowCount: to - from,
    times: block.times.subarray(from, to),
    sourceRows: block.sourceRows.subarray(from, to),
    values: block.values.subarray(from * width, to * width),
  };
}

export function allocateBlock(rowCount: number, width: number): RowBlock {
  return {
    rowCount,
    times: new Float64Array(rowCount),
    sourceRows: new Uint32Array(rowCount),
    values: new Float32Array(rowCount * width),
  };
}

/** About 1 MiB of values: what is passed from step to step stays in the cache. */
const BLOCK_BYTES = 1 << 20;
const MAX_BLOCK_ROWS = 8192;

/** Rows that go through the steps together. */
export function blockRows(width: number): number {
  return Math.min(MAX_BLOCK_ROWS, Math.max(1, Math.floor(BLOCK_BYTES / (4 * width))));
}

/** About 8 MiB of values a batch: large enough to write fast, small enough to hold. */
const BATCH_BYTES = 8 << 20;
const MAX_BATCH_ROWS = 65_536;

/** Rows in every batch but the last, whatever the chunks: the same file gives the same batches on any machine. */
export function batchRows(width: number): number {
  return Math.min(MAX_BATCH_ROWS, Math.max(1, Math.floor(BATCH_BYTES / (4 * width))));
}
