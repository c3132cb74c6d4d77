import { createHash } from 'node:crypto';
import { ArrowFile } from '@tsdistill/contracts';

const BLOCK_BYTES = 8 << 20;

/** sha256 of the rows of a `series.arrow`: all timestamps, then all targets, however they are cut into batches. */
export function hashRows(path: string, channelCount: number): string {
  const file = new ArrowFile(path);
  const hash = createHash('sha256');
  try {
    const size = Math.max(1, Math.floor(BLOCK_BYTES / (4 * channelCount)));
    const timestamp = file.column('timestamp', { kind: 'timestamp' });
    const target = file.column('target', { kind: 'float32-list', width: channelCount });
    const [times, values] = [new BigInt64Array(size), new Float32Array(size * channelCount)];
    for (const [first, count] of blocks(file.rowCount, size)) {
      timestamp.read(first, count, times);
      hash.update(times.subarray(0, count));
    }
    for (const [first, count] of blocks(file.rowCount, size)) {
      target.read(first, count, values);
      hash.update(values.subarray(0, count * channelCount));
    }
    return hash.digest('hex');
  } finally {
    file.close();
  }
}

function* blocks(rowCount: number, size: number): Generator<readonly [first: number, count: number]> {
  for (let first = 0; first < rowCount; first += size) yield [first, Math.min(size, rowCount - first)];
}
