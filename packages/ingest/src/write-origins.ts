import { ArrowWriter, type HashingFile, ORIGIN_COLUMNS, type Origins } from '@tsdistill/contracts';

/** 9 MiB a batch. */
const BATCH_ROWS = 1 << 20;

/** Writes `windows.arrow`: one row a forecast origin. */
export function writeOrigins(file: HashingFile, { series, origin, split }: Origins): void {
  const writer = new ArrowWriter(file, ORIGIN_COLUMNS, { 'tsdistill.kind': 'dataset', 'tsdistill.version': '1' });
  for (let from = 0; from < origin.length; from += BATCH_ROWS) {
    const to = Math.min(from + BATCH_ROWS, origin.length);
    const rows = {
      series: series.subarray(from, to),
      origin: origin.subarray(from, to),
      split: split.subarray(from, to),
    };
    writer.append(to - from, rows);
  }
  writer.finish();
}
