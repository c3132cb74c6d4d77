import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Rows of one series that were written at one place of the file. */
interface SpoolBlock {
  readonly firstRow: number;
  readonly rowCount: number;
  readonly position: number;
}

/** The newest rows of a series, not yet on disk. */
interface Tail {
  capacity: number;
  rowCount: number;
  times: Float64Array;
  sourceRows: Uint32Array;
  values: Float32Array;
}

interface SpooledSeries {
  rowCount: number;
  readonly blocks: SpoolBlock[];
  readonly tail: Tail;
}

/** All tails together; many series have short ones. */
const TAIL_BYTES = 96 << 20;
const FIRST_ROWS = 16;
const MAX_ROWS = 8192;

/**
 * Sorts rows by series on disk: rows come in any order of series and leave series by series, each in the order in which
 * it came. Memory holds at most the last rows of each series, whatever the size of the data.
 *
 * A block on disk is times (float64), source rows (uint32), values (float32, row-major).
 */
export class RowSpool {
  private readonly fd: number;
  private readonly series: SpooledSeries[] = [];
  private end = 0;

  /** @param width values in a row */
  constructor(
    private readonly path: string,
    private readonly width: number,
  ) {
    this.fd = openSync(path, 'wx+');
  }

  get seriesCount(): number {
    return this.series.length;
  }

  rowCountOf(slot: number): number {
    return this.series[slot]?.rowCount ?? 0;
  }

  /** Appends row `row` of some columns to the series `slot`; a new slot is the next number. */
  add(
    slot: number,
    sourceRow: number,
    columns: { times: Float64Array; values: readonly Float32Array[] },
    row: number,
  ): void {
    const series = (this.series[slot] ??= { rowCount: 0, blocks: [], tail: this.allocateTail(FIRST_ROWS) });
    const { tail } = series;
    if (tail.rowCount === tail.capacity) this.flush(series);
    const at = tail.rowCount++;
    tail.times[at] = columns.times[row] as number;
    tail.sourceRows[at] = sourceRow;
    for (let c = 0; c < this.width; c++)
      tail.values[at * this.width + c] = (columns.values[c] as Float32Array)[row] as number;
    series.rowCount += 1;
  }

  /** Times and source rows of a whole series. */
  readKeys(slot: number): { readonly times: Float64Array; readonly sourceRows: Uint32Array } {
    const { rowCount, blocks, tail } = this.series[slot] as SpooledSeries;
    const keys = { times: new Float64Array(rowCount), sourceRows: new Uint32Array(rowCount) };
    for (const block of blocks) {
      const to = block.firstRow + block.rowCount;
      this.read(keys.times.subarray(block.firstRow, to), block.position);
      this.read(keys.sourceRows.subarray(block.firstRow, to), block.position + 8 * block.rowCount);
    }
    keys.times.set(tail.times.subarray(0, tail.rowCount), rowCount - tail.rowCount);
    keys.sourceRows.set(tail.sourceRows.subarray(0, tail.rowCount), rowCount - tail.rowCount);
    return keys;
  }

  /** Reads the values of rows [first, first + count) into the front of `target`. */
  readValues(slot: number, first: number, count: number, target: Float32Array): void {
    const { rowCount, blocks, tail } = this.series[slot] as SpooledSeries;
    const width = this.width;
    for (let done = 0; done < count;) {
      const row = first + done;
      const into = target.subarray(done * width);
      const onDisk = rowCount - tail.rowCount;
      if (row >= onDisk) {
        into.set(tail.values.subarray((row - onDisk) * width, (row - onDisk + count - done) * width));
        return;
      }
      const block = blocks[blockOf(blocks, row)] as SpoolBlock;
      const take = Math.min(block.firstRow + block.rowCount - row, count - done);
      const values = block.position + 12 * block.rowCount;
      this.read(into.subarray(0, take * width), values + 4 * width * (row - block.firstRow));
      done += take;
    }
  }

  /** Closes and deletes the file. */
  discard(): void {
    closeSync(this.fd);
    rmSync(this.path, { force: true });
  }

  private flush(series: SpooledSeries): void {
    const { tail } = series;
    const count = tail.rowCount;
    const block = { firstRow: series.rowCount - count, rowCount: count, position: this.end };
    for (const part of [
      tail.times.subarray(0, count),
      tail.sourceRows.subarray(0, count),
      tail.values.subarray(0, count * this.width),
    ])
      this.write(part);
    series.blocks.push(block);
    const share = Math.floor(TAIL_BYTES / this.series.length / (12 + 4 * this.width));
    const capacity = Math.max(FIRST_ROWS, Math.min(2 * tail.capacity, MAX_ROWS, share));
    Object.assign(tail, capacity === tail.capacity ? { rowCount: 0 } : this.allocateTail(capacity));
  }

  private allocateTail(capacity: number): Tail {
    return {
      capacity,
      rowCount: 0,
      times: new Float64Array(capacity),
      sourceRows: new Uint32Array(capacity),
      values: new Float32Array(capacity * this.width),
    };
  }

  private write(part: ArrayBufferView): void {
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    for (let done = 0; done < bytes.byteLength;)
      done += writeSync(this.fd, bytes, done, bytes.byteLength - done, this.end + done);
    this.end += bytes.byteLength;
  }

  private read(target: ArrayBufferView, position: number): void {
    const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
    for (let done = 0; done < bytes.byteLength;)
      done += readSync(this.fd, bytes, done, bytes.byteLength - done, position + done);
  }
}

/** Index of the block that holds a row. */
function blockOf(blocks: readonly SpoolBlock[], row: number): number {
  let [low, high] = [0, blocks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle] as SpoolBlock).firstRow <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
