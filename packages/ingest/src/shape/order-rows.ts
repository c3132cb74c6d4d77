import { allocateBlock, batchRows, type RowBlock, sliceBlock } from './row-block';
import type { RowSpool } from './row-spool';

/** A series up to this size is put in order in memory; a larger one is read row by row where it is out of order. */
const MEMORY_BYTES = 64 << 20;

/**
 * Yields the rows of one series in order of time, those of equal times in the order of the file.
 *
 * @returns the number of rows that stood before an earlier one
 */
export function* orderRows(spool: RowSpool, slot: number, width: number): Generator<RowBlock, number> {
  const { times, sourceRows } = spool.readKeys(slot);
  const backCount = countBackSteps(times);
  const order = backCount > 0 ? orderOf(times) : undefined;
  const read = order ? readerOf(spool, slot, width) : undefined;
  const block = allocateBlock(Math.min(batchRows(width), times.length), width);
  for (let from = 0; from < times.length; from += block.rowCount) {
    const count = Math.min(block.rowCount, times.length - from);
    if (order && read) {
      const places = order.subarray(from, from + count);
      places.forEach((place, row) => {
        block.times[row] = times[place] as number;
        block.sourceRows[row] = sourceRows[place] as number;
      });
      readRuns(places, width, block.values, read);
    } else {
      block.times.set(times.subarray(from, from + count));
      block.sourceRows.set(sourceRows.subarray(from, from + count));
      spool.readValues(slot, from, count, block.values);
    }
    yield count === block.rowCount ? block : sliceBlock(block, 0, count);
  }
  return backCount;
}

function countBackSteps(times: Float64Array): number {
  let count = 0;
  for (let row = 1; row < times.length; row++) if ((times[row] as number) < (times[row - 1] as number)) count += 1;
  return count;
}

function orderOf(times: Float64Array): Uint32Array {
  const order = new Uint32Array(times.length).map((_, row) => row);
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
}

/** Copies `count` rows from `first` on into the front of a target. */
type Reader = (first: number, count: number, target: Float32Array) => void;

function readerOf(spool: RowSpool, slot: number, width: number): Reader {
  const rowCount = spool.rowCountOf(slot);
  if (4 * rowCount * width > MEMORY_BYTES)
    return (first, count, target) => spool.readValues(slot, first, count, target);
  const all = new Float32Array(rowCount * width);
  spool.readValues(slot, 0, rowCount, all);
  return (first, count, target) => target.set(all.subarray(first * width, (first + count) * width));
}

/** Reads rows that follow each other in one go. */
function readRuns(places: Uint32Array, width: number, target: Float32Array, read: Reader): void {
  for (let from = 0; from < places.length;) {
    const first = places[from] as number;
    let to = from + 1;
    while (to < places.length && places[to] === first + to - from) to += 1;
    read(first, to - from, target.subarray(from * width));
    from = to;
  }
}
