import { ArrowWriter, type DatasetMeta, type HashingFile, ORIGIN_COLUMNS, SPLITS } from '@tsdistill/contracts';
import type { OriginRun } from './index-origins';

/** 9 MiB a batch. */
const BATCH_ROWS = 1 << 20;

/** Writes `windows.arrow`, one row a forecast origin, and counts them. */
export function writeOrigins(
  file: HashingFile,
  runs: Iterable<OriginRun>,
  batchRows = BATCH_ROWS,
): DatasetMeta['originCounts'] {
  const writer = new ArrowWriter(file, ORIGIN_COLUMNS, { 'tsdistill.kind': 'dataset', 'tsdistill.version': '1' });
  const batch = {
    series: new Int32Array(batchRows),
    origin: new Int32Array(batchRows),
    split: new Int8Array(batchRows),
  };
  const counts = { train: 0, validation: 0, test: 0, future: 0 };
  let filled = 0;
  const flush = () => {
    if (filled > 0) writer.append(filled, batch);
    filled = 0;
  };
  for (const { split, series, origins } of runs) {
    counts[split] += origins.length;
    for (let from = 0; from < origins.length;) {
      const count = Math.min(batchRows - filled, origins.length - from);
      batch.series.fill(series, filled, filled + count);
      batch.origin.set(origins.subarray(from, from + count), filled);
      batch.split.fill(SPLITS.indexOf(split), filled, filled + count);
      from += count;
      filled += count;
      if (filled === batchRows) flush();
    }
  }
  flush();
  writer.finish();
  return counts;
}
