import { ArrowFile } from '@tsdistill/contracts';
import { batchRows } from './shape/row-block';
import type { RowRange } from './split-rows';

/** Reads the targets of some ranges of rows of `series.arrow`, and no others; each block [n, C] holds until the next. */
export function* readTargets(
  path: string,
  ranges: Iterable<RowRange>,
  channelCount: number,
): Generator<Float32Array, void, void> {
  const file = new ArrowFile(path);
  try {
    const column = file.column('target', { kind: 'float32-list', width: channelCount });
    const size = batchRows(channelCount);
    const block = new Float32Array(size * channelCount);
    for (const [from, to] of ranges) {
      for (let row = from; row < to; row += size) {
        const count = Math.min(size, to - row);
        column.read(row, count, block);
        yield block.subarray(0, count * channelCount);
      }
    }
  } finally {
    file.close();
  }
}
