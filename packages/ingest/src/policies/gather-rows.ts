import type { Channels } from '@tsdistill/contracts';
import { allocateRows, ROLES, type Rows, sliceRows } from './series-rows';

/** Joins pieces of rows, of any size, to blocks of `size` rows; only the last may be shorter. A block holds until the next. */
export function* gatherRows(pieces: Iterable<Rows>, channels: Channels, size: number): Generator<Rows> {
  const block = allocateRows(size, channels);
  let filled = 0;
  for (const piece of pieces) {
    const rowCount = piece.timestamp.length;
    for (let from = 0; from < rowCount;) {
      const count = Math.min(size - filled, rowCount - from);
      copyRows(sliceRows(piece, channels, from, from + count), block, channels, filled);
      from += count;
      filled += count;
      if (filled < size) continue;
      yield block;
      filled = 0;
    }
  }
  if (filled > 0) yield sliceRows(block, channels, 0, filled);
}

function copyRows(from: Rows, to: Rows, channels: Channels, row: number): void {
  to.timestamp.set(from.timestamp, row);
  to.mask.set(from.mask, row * channels.target.length);
  for (const role of ROLES) to[role].set(from[role], row * channels[role].length);
}
