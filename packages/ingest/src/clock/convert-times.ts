import { createZone, type Zone } from '@tsdistill/contracts';
import type { IngestConfig } from '../config';
import type { Findings, RowFault } from '../faults/findings';
import type { ColumnChunk } from '../source/decode-chunk';
import { createRepeats } from './tell-repeats';

/** The years 0001 to 9999, as ISO 8601 writes them. */
const [EARLIEST, LATEST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];
const DAY_MS = 86_400_000;

/**
 * How the times of a file become those of the data set.
 *
 * `utc-to-bucket` leaves that to `resample`: until then rows stay instants, since the clock shows an hour of autumn twice.
 */
export type TimeConversion = 'none' | 'local-to-utc' | 'utc-to-local' | 'utc-to-bucket';

/**
 * Which times a data set has: instants where the step is below a day, else what the clock shows.
 *
 * @param instants the file has UTC instants: an offset in the text, or an epoch
 */
export function chooseConversion(instants: boolean, isSubDaily: boolean, isResampled: boolean): TimeConversion {
  if (!instants) return isSubDaily ? 'local-to-utc' : 'none';
  if (isSubDaily) return 'none';
  return isResampled ? 'utc-to-bucket' : 'utc-to-local';
}

/** Rows of `utc-to-local` that are not midnight, which days mostly are. */
export interface AwayFromMidnight {
  readonly rows: number;
  /** What the clock shows at the first of them. */
  readonly firstMs: number;
}

/** What converts the times of all chunks, one after the other. */
export interface TimeConverter {
  /** Whether times stay as they are: all that is left to do is to find those that are none. */
  readonly isIdle: boolean;
  /** Converts in place, and records times that are none; a bad one becomes NaN. `firstRow` counts over all files. */
  convert(chunk: ColumnChunk, firstRow: number): void;
  awayFromMidnight(): AwayFromMidnight;
}

export function createTimeConverter(
  { zone, conversion }: { readonly zone: Zone; readonly conversion: TimeConversion },
  findings: Findings,
  ambiguous: IngestConfig['ambiguous'],
): TimeConverter {
  const repeats = createRepeats(zone);
  const away = { rows: 0, firstMs: NaN };

  function toLocal(utcMs: number): number {
    const localMs = zone.toLocal(utcMs);
    if (localMs % DAY_MS === 0) return localMs;
    if (away.rows === 0) away.firstMs = localMs;
    away.rows += 1;
    return localMs;
  }

  function toUtc(chunk: ColumnChunk, row: number): number | RowFault {
    const localMs = chunk.times[row] as number;
    const utc = zone.toUtc(localMs);
    if (utc === 'hole') return 'TIMESTAMP_HOLE';
    if (utc !== 'repeat') return utc;
    return ambiguous === 'in-order' ? repeats.instantOf(chunk, row) : 'TIMESTAMP_REPEAT';
  }

  function convert(chunk: ColumnChunk, firstRow: number): void {
    const { times, rowCount } = chunk;
    const put = (row: number, result: number | RowFault) => {
      if (typeof result === 'string')
        findings.record(result, { series: '', sourceRow: firstRow + row, timeMs: times[row] as number });
      times[row] = typeof result === 'string' ? NaN : result;
    };
    for (let row = 0; row < rowCount; row++) {
      const timeMs = times[row] as number;
      if (!(timeMs >= EARLIEST && timeMs <= LATEST))
        put(row, timeMs === Infinity ? 'TIMESTAMP_OFFSETS' : 'TIMESTAMP_INVALID');
      else if (conversion === 'utc-to-local') times[row] = toLocal(timeMs);
      else if (conversion === 'local-to-utc') put(row, toUtc(chunk, row));
    }
    repeats.leave(chunk);
  }
  const isIdle = conversion === 'none' || (conversion === 'local-to-utc' && zone === createZone('UTC', ambiguous));
  return { isIdle, convert, awayFromMidnight: () => away };
}
