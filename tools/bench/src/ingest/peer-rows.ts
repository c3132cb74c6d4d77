import { ArrowWriter, type HashingFile, seriesColumns } from '@tsdistill/contracts';
import type { TakeRecord } from './peer-records';

const BATCH_BYTES = 8 << 20;
const MAX_BATCH_ROWS = 65_536;

/** Takes records one by one; `finish` writes what is left. */
export interface RowSink {
  readonly take: TakeRecord;
  finish(): void;
}

/** Writes records of a timestamp and values as rows of `series.arrow`, in batches of about 8 MiB. */
export function wideRows(file: HashingFile): RowSink {
  let rows: BatchWriter | undefined;
  return {
    take(fields) {
      if (rows) rows.append(parseStamp(fields[0] ?? ''), fields, 1);
      else rows = new BatchWriter(file, fields.slice(1));
    },
    finish: () => rows?.finish(),
  };
}

/** Gathers records of series, timestamp and value series by series, and writes one series after the other, sorted by id. */
export function longRows(file: HashingFile): RowSink {
  const series = new Map<string, GrowingSeries>();
  let isHeader = true;
  return {
    take([id = '', stamp = '', value = '']) {
      if (isHeader) return void (isHeader = false);
      let own = series.get(id);
      if (!own) series.set(id, (own = new GrowingSeries()));
      own.append(parseStamp(stamp), Number(value));
    },
    finish() {
      const rows = new BatchWriter(file, ['value']);
      for (const id of [...series.keys()].sort())
        series.get(id)?.forEach((time, value) => rows.append(time, [value], 0));
      rows.finish();
    },
  };
}

/** Collects rows in arrays that are used again and writes them when they are full. */
class BatchWriter {
  private readonly writer;
  private readonly timestamp: BigInt64Array;
  private readonly target: Float32Array;
  private readonly width: number;
  private rowCount = 0;

  constructor(file: HashingFile, target: readonly string[]) {
    this.width = target.length;
    const size = Math.min(MAX_BATCH_ROWS, Math.max(1, Math.floor(BATCH_BYTES / (4 * this.width))));
    this.timestamp = new BigInt64Array(size);
    this.target = new Float32Array(size * this.width);
    this.writer = new ArrowWriter(file, seriesColumns({ target, past: [], known: [], static: [] }, false), {});
  }

  /** @param values are read from index `from` on */
  append(timeMs: number, values: readonly (string | number)[], from: number): void {
    this.timestamp[this.rowCount] = BigInt(timeMs);
    const start = this.rowCount * this.width;
    for (let i = 0; i < this.width; i++) this.target[start + i] = Number(values[from + i]);
    this.rowCount++;
    if (this.rowCount === this.timestamp.length) this.flush();
  }

  finish(): void {
    if (this.rowCount > 0) this.flush();
    this.writer.finish();
  }

  private flush(): void {
    this.writer.append(this.rowCount, { timestamp: this.timestamp, target: this.target });
    this.rowCount = 0;
  }
}

/** Times and values of one series; room doubles when it is used up. */
class GrowingSeries {
  private times = new Float64Array(1024);
  private values = new Float32Array(1024);
  private length = 0;

  append(timeMs: number, value: number): void {
    if (this.length === this.times.length) this.grow();
    this.times[this.length] = timeMs;
    this.values[this.length++] = value;
  }

  forEach(take: (timeMs: number, value: number) => void): void {
    for (let i = 0; i < this.length; i++) take(this.times[i] as number, this.values[i] as number);
  }

  private grow(): void {
    const [times, values] = [new Float64Array(2 * this.length), new Float32Array(2 * this.length)];
    times.set(this.times);
    values.set(this.values);
    [this.times, this.values] = [times, values];
  }
}

/** ms since 1970 of a text `2024-01-31 12:00:00`, taken as UTC; several times as fast as `Date.parse`. */
export function parseStamp(text: string): number {
  const two = (at: number) => 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 11 * ZERO;
  const year = 100 * two(0) + two(2);
  return Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17));
}

const ZERO = '0'.charCodeAt(0);
