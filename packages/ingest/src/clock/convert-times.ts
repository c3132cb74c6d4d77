import type { Zone } from '@tsdistill/contracts';
import type { Findings, RowFault } from '../faults/findings';

/** The years 0001 to 9999, as ISO 8601 writes them. */
const [EARLIEST, LATEST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/** How the times of a file become those of the data set. */
export type TimeConversion = 'none' | 'local-to-utc' | 'utc-to-local';

/**
 * Which times a data set has: instants where the step is below a day, else what the clock shows.
 *
 * @param instants the file has UTC instants: an offset in the text, or an epoch
 */
export function chooseConversion(instants: boolean, isSubDaily: boolean): TimeConversion {
  if (instants) return isSubDaily ? 'none' : 'utc-to-local';
  return isSubDaily ? 'local-to-utc' : 'none';
}

/** Converts times in place, and records those that are none; a bad one becomes NaN. `firstRow` counts over all files. */
export function convertTimes(
  times: Float64Array,
  { zone, conversion }: { readonly zone: Zone; readonly conversion: TimeConversion },
  firstRow: number,
  findings: Findings,
): void {
  const record = (fault: RowFault, row: number, timeMs: number) => {
    findings.record(fault, { series: '', sourceRow: firstRow + row, timeMs });
    times[row] = NaN;
  };
  for (let row = 0; row < times.length; row++) {
    const timeMs = times[row] as number;
    if (!(timeMs >= EARLIEST && timeMs <= LATEST))
      record(timeMs === Infinity ? 'TIMESTAMP_OFFSETS' : 'TIMESTAMP_INVALID', row, timeMs);
    else if (conversion === 'utc-to-local') times[row] = zone.toLocal(timeMs);
    else if (conversion === 'local-to-utc') {
      const utc = zone.toUtc(timeMs);
      if (typeof utc === 'string') record(utc === 'hole' ? 'TIMESTAMP_HOLE' : 'TIMESTAMP_REPEAT', row, timeMs);
      else times[row] = utc;
    }
  }
}
