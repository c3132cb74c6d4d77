import { ArrowWriter, type Channels, type HashingFile, seriesColumns } from '@tsdistill/contracts';
import { calendarValues, type Cycle } from './calendar';
import type { RowBatch } from './gather-batches';

/** What the rows of `series.arrow` are made of. */
export interface SeriesPlan {
  readonly channels: Channels;
  readonly calendar: readonly Cycle[];
  readonly stepMs: number;
  /** Rows behind the last observation for which the calendar is known. */
  readonly futureRowCount: number;
}

/** Writes `series.arrow` batch by batch, and behind the last row the future ones, whose targets are NaN. */
export async function writeSeries(
  file: HashingFile,
  plan: SeriesPlan,
  batches: AsyncIterable<RowBatch>,
): Promise<void> {
  const writer = new ArrowWriter(file, seriesColumns(plan.channels, false), {
    'tsdistill.kind': 'dataset',
    'tsdistill.version': '1',
    'tsdistill.meta': JSON.stringify({ channels: plan.channels, unit: 'raw' }),
  });
  const append = ({ rowCount, timestamps: timestamp, target }: RowBatch) => {
    const known = calendarValues(plan.calendar, timestamp);
    writer.append(rowCount, { timestamp, target, ...(known.length > 0 && { known }) });
  };
  let lastMs = 0;
  for await (const batch of batches) {
    append(batch);
    lastMs = Number(batch.timestamps[batch.rowCount - 1]);
  }
  if (plan.futureRowCount > 0) append(futureRows(plan, lastMs));
  writer.finish();
}

function futureRows({ futureRowCount: rowCount, stepMs, channels }: SeriesPlan, lastMs: number): RowBatch {
  const timestamps = BigInt64Array.from({ length: rowCount }, (_, row) => BigInt(lastMs + (row + 1) * stepMs));
  return { rowCount, timestamps, target: new Float32Array(rowCount * channels.target.length).fill(NaN) };
}
