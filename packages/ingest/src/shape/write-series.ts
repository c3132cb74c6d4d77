import { addSteps, ArrowWriter, type Channels, type HashingFile, seriesColumns, type Step } from '@tsdistill/contracts';
import { calendarValues, type Cycle } from '../clock/calendar';
import { allocateBlock, batchRows, type RowBlock, type RowSink } from './row-block';

/** What the rows of `series.arrow` are made of. */
export interface SeriesPlan {
  readonly channels: Channels;
  readonly calendar: readonly Cycle[];
  readonly step: Step;
  /** What the clock of the data shows at a time of a row. */
  readonly toLocal: (timeMs: number) => number;
  /** Rows behind the last row of each series for which the calendar alone is known. */
  readonly futureRowCount: number;
}

/** Writes `series.arrow` batch by batch: the rows of all series one after another; `finish` closes the last batch. */
export function createSeriesWriter(file: HashingFile, plan: SeriesPlan): RowSink & { finish(): void } {
  const { channels, calendar, step, futureRowCount } = plan;
  const writer = new ArrowWriter(file, seriesColumns(channels, false), {
    'tsdistill.kind': 'dataset',
    'tsdistill.version': '1',
    'tsdistill.meta': JSON.stringify({ channels, unit: 'raw' }),
  });
  const cycleWidth = 2 * calendar.length;
  const roles = [channels.target.length, channels.past.length, channels.known.length - cycleWidth] as const;
  const width = roles[0] + roles[1] + roles[2];
  const batch = allocateBlock(batchRows(width), width);
  const timestamps = new BigInt64Array(batch.rowCount);
  let count = 0;
  let place = { startMs: NaN, endMs: NaN, rowCount: 0 };

  function flush(): void {
    if (count === 0) return;
    const times = batch.times.subarray(0, count);
    toTimestamps(times, timestamps);
    const rows = batch.values.subarray(0, count * width);
    const past = pickColumns(rows, width, roles[0], roles[1]);
    const known = pickColumns(rows, width, roles[0] + roles[1], roles[2]);
    const cycles = calendar.length > 0 ? calendarValues(calendar, times.map(plan.toLocal)) : known.subarray(0, 0);
    writer.append(count, {
      timestamp: timestamps,
      target: pickColumns(rows, width, 0, roles[0]),
      ...(past.length > 0 && { past }),
      ...(known.length + cycles.length > 0 && { known: joinColumns(known, cycles, count) }),
    });
    count = 0;
  }

  function put({ rowCount, times, values }: RowBlock): void {
    for (let from = 0; from < rowCount;) {
      const take = Math.min(rowCount - from, batch.rowCount - count);
      batch.times.set(times.subarray(from, from + take), count);
      batch.values.set(values.subarray(from * width, (from + take) * width), count * width);
      from += take;
      count += take;
      if (count === batch.rowCount) flush();
    }
  }

  function futureRows(): RowBlock {
    const future = allocateBlock(futureRowCount, width);
    future.values.fill(NaN);
    const { startMs, endMs, rowCount } = place;
    future.times.forEach((_, row) => {
      // Months are counted from the first row: a 30th that became 28 February is a 30th again in March.
      future.times[row] =
        step.kind === 'months' ? addSteps(startMs, rowCount + row, step) : addSteps(endMs, row + 1, step);
    });
    return future;
  }

  return {
    begin() {
      place = { startMs: NaN, endMs: NaN, rowCount: 0 };
    },
    rows(block) {
      if (place.rowCount === 0) place.startMs = block.times[0] as number;
      place.rowCount += block.rowCount;
      place.endMs = block.times[block.rowCount - 1] as number;
      put(block);
    },
    end() {
      if (futureRowCount > 0 && place.rowCount > 0) put(futureRows());
    },
    finish() {
      flush();
      writer.finish();
    },
  };
}

/** Whole ms as int64, through their two halves: a BigInt a row takes ten times as long. */
function toTimestamps(times: Float64Array, target: BigInt64Array): void {
  const words = new Int32Array(target.buffer, target.byteOffset, 2 * times.length);
  for (let row = 0; row < times.length; row++) {
    const time = times[row] as number;
    words[2 * row] = time;
    words[2 * row + 1] = Math.floor(time / 2 ** 32);
  }
}

/** Columns [from, from + count) of row-major rows; the rows themselves where that is all of them. */
function pickColumns(rows: Float32Array, width: number, from: number, count: number): Float32Array {
  if (count === width) return rows;
  const picked = new Float32Array((rows.length / width) * count);
  if (count === 0) return picked;
  for (let row = 0, at = from; at < rows.length; row++, at += width)
    picked.set(rows.subarray(at, at + count), row * count);
  return picked;
}

/** Two tables side by side. */
function joinColumns(left: Float32Array, right: Float32Array, rowCount: number): Float32Array {
  if (left.length === 0 || right.length === 0) return left.length === 0 ? right : left;
  const [a, b] = [left.length / rowCount, right.length / rowCount];
  const joined = new Float32Array(left.length + right.length);
  for (let row = 0; row < rowCount; row++) {
    joined.set(left.subarray(row * a, (row + 1) * a), row * (a + b));
    joined.set(right.subarray(row * b, (row + 1) * b), row * (a + b) + a);
  }
  return joined;
}
