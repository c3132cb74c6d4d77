import {
  ArrowWriter,
  calendarValues,
  type Channels,
  type Cycle,
  type HashingFile,
  seriesColumns,
  type Step,
} from '@tsdistill/contracts';
import { type GridPlace, timeBehind } from './follow-steps';
import { allocateBlock, batchRows, type RowBlock, type RowSink, sliceBlock } from './row-block';

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
  const width = widthOf(plan);
  const append = createAppender(file, plan);
  const batch = allocateBlock(batchRows(width), width);
  let count = 0;
  let place = { startMs: NaN, lastMs: NaN, index: -1 };

  function flush(): void {
    if (count > 0) append(sliceBlock(batch, 0, count));
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

  return {
    begin() {
      place = { startMs: NaN, lastMs: NaN, index: -1 };
    },
    rows(block) {
      if (place.index < 0) place.startMs = block.times[0] as number;
      place.index += block.rowCount;
      place.lastMs = block.times[block.rowCount - 1] as number;
      put(block);
    },
    end() {
      if (plan.futureRowCount > 0 && place.index >= 0) put(futureRows(plan, place));
    },
    finish() {
      flush();
      append.finish();
    },
  };
}

/** Values in a row of the file; the calendar is made from its time. */
function widthOf({ channels, calendar }: SeriesPlan): number {
  return channels.target.length + channels.past.length + channels.known.length - 2 * calendar.length;
}

/** Writes batches of rows, each role into its own column. */
function createAppender(file: HashingFile, plan: SeriesPlan): ((rows: RowBlock) => void) & { finish(): void } {
  const { channels, calendar, toLocal } = plan;
  const writer = new ArrowWriter(file, seriesColumns(channels, false), {
    'tsdistill.kind': 'dataset',
    'tsdistill.version': '1',
    'tsdistill.meta': JSON.stringify({ channels, unit: 'raw' }),
  });
  const width = widthOf(plan);
  const [targets, pasts] = [channels.target.length, channels.past.length];

  function append({ rowCount, times, values }: RowBlock): void {
    const past = pickColumns(values, width, targets, pasts);
    const known = pickColumns(values, width, targets + pasts, width - targets - pasts);
    const cycles = calendar.length > 0 ? calendarValues(calendar, times.map(toLocal)) : new Float32Array(0);
    writer.append(rowCount, {
      timestamp: toTimestamps(times),
      target: pickColumns(values, width, 0, targets),
      ...(past.length > 0 && { past }),
      ...(known.length + cycles.length > 0 && { known: joinColumns(known, cycles, rowCount) }),
    });
  }
  return Object.assign(append, { finish: () => writer.finish() });
}

function futureRows(plan: SeriesPlan, place: GridPlace): RowBlock {
  const future = allocateBlock(plan.futureRowCount, widthOf(plan));
  future.values.fill(NaN);
  for (let row = 0; row < future.rowCount; row++) future.times[row] = timeBehind(place, row + 1, plan.step);
  return future;
}

/** Whole ms as int64, through their two halves: a BigInt a row takes ten times as long. */
function toTimestamps(times: Float64Array): BigInt64Array {
  const words = new Int32Array(2 * times.length);
  for (let row = 0; row < times.length; row++) {
    const time = times[row] as number;
    words[2 * row] = time;
    words[2 * row + 1] = Math.floor(time / 2 ** 32);
  }
  return new BigInt64Array(words.buffer);
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
