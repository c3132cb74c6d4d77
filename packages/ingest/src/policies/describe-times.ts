import { calendarValues, type Channels, type Cycle } from '@tsdistill/contracts';
import type { Rows } from './series-rows';

/** Writes the calendar of each row into its last known channels. */
export function createTimeDescriber(
  channels: Channels,
  calendar: readonly Cycle[],
  toLocal: (timeMs: number) => number,
): (rows: Rows) => void {
  const width = channels.known.length;
  const cycleWidth = 2 * calendar.length;
  return ({ timestamp, known }) => {
    const times = Float64Array.from(timestamp, (time) => toLocal(Number(time)));
    const values = calendarValues(calendar, times);
    times.forEach((_, row) => {
      known.set(values.subarray(row * cycleWidth, (row + 1) * cycleWidth), (row + 1) * width - cycleWidth);
    });
  };
}
