import { addSteps, type Channels, type Step } from '@tsdistill/contracts';
import { gatherRows } from './gather-rows';
import { allocateRows, type ReadRows, ROLES, type Rows, sliceRows } from './series-rows';

/** Where the rows of one series lie among those of all. */
export interface StoredSeries {
  readonly firstRow: number;
  readonly rowCount: number;
  /** ms since 1970 of its first row. */
  readonly startMs: number;
}

export interface PadPlan {
  readonly channels: Channels;
  readonly step: Step;
  /** Rows before the first one of the file. */
  readonly padRows: number;
  /** Rows of a block. */
  readonly blockRows: number;
  /** Writes the channels that any time has (the calendar) into rows that are otherwise empty. */
  describeTimes(rows: Rows): void;
}

/**
 * The rows of one series, and before them as many empty ones (NaN) as it is to be padded with, back in time step by step.
 *
 * @returns blocks of `blockRows` rows, the last one shorter; each holds until the next
 */
export function paddedRows(read: ReadRows, series: StoredSeries, plan: PadPlan): Generator<Rows> {
  return gatherRows(pieces(read, series, plan), plan.channels, plan.blockRows);
}

function* pieces(read: ReadRows, series: StoredSeries, plan: PadPlan): Generator<Rows> {
  if (plan.padRows > 0) yield emptyRows(series.startMs, plan);
  const { channels, blockRows } = plan;
  const rows = allocateRows(Math.min(blockRows, series.rowCount), channels);
  for (let done = 0; done < series.rowCount; done += blockRows) {
    const count = Math.min(blockRows, series.rowCount - done);
    read(series.firstRow + done, count, rows);
    yield sliceRows(rows, channels, 0, count);
  }
}

function emptyRows(startMs: number, { channels, step, padRows, describeTimes }: PadPlan): Rows {
  const rows = allocateRows(padRows, channels);
  for (const role of ROLES) rows[role].fill(NaN);
  rows.timestamp.forEach((_, row) => (rows.timestamp[row] = BigInt(addSteps(startMs, row - padRows, step))));
  describeTimes(rows);
  return rows;
}
