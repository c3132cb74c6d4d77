import {
  createZone,
  formatWallTime,
  hasInstants,
  parseStep,
  parseWallTime,
  type Step,
} from '@tsdistill/contracts/portable';
import { forecastError } from './fail';
import type { Timestamp } from './types';

/**
 * The clock of the training data. Times of rows are ms since 1970: instants where the step is below a day, else what the clock shows,
 * taken as UTC.
 */
export interface Clock {
  readonly step: Step;
  /** What the clock shows at the time of a row. */
  toLocal(timeMs: number): number;
  /** @throws ForecastError FORECAST_TIME */
  readTimes(timestamps: readonly Timestamp[], firstRow: number): Float64Array;
  /** ISO 8601: with an offset where rows are instants. */
  format(timeMs: number): string;
}

const OFFSET = /[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/;
const MINUTE_MS = 60_000;

/** @param frequency as `parseStep` reads it */
export function createClock(frequency: string, timezone: string): Clock {
  const step = parseStep(frequency) ?? { kind: 'fixed', ms: NaN };
  const [earlier, later] = [createZone(timezone, 'earlier'), createZone(timezone, 'later')];
  const instants = hasInstants(step);

  /** Of two instants that the clock shows alike in autumn the first one behind the row before. */
  function fromWall(wallMs: number, previousMs: number): number {
    if (!instants) return wallMs;
    const [first, second] = [earlier.toUtc(wallMs), later.toUtc(wallMs)];
    return Number(first) > previousMs ? Number(first) : Number(second);
  }

  function readTime(value: Timestamp, previousMs: number): number {
    const wallMs = typeof value === 'string' ? parseWallTime(value) : undefined;
    if (wallMs !== undefined) return fromWall(wallMs, previousMs);
    const instantMs = typeof value === 'string' ? (OFFSET.test(value) ? Date.parse(value) : NaN) : Number(value);
    return instants ? instantMs : earlier.toLocal(instantMs);
  }

  return {
    step,
    toLocal: (timeMs) => (instants ? earlier.toLocal(timeMs) : timeMs),
    readTimes(timestamps, firstRow) {
      let previousMs = -Infinity;
      return Float64Array.from(timestamps, (value, index) => {
        previousMs = readTime(value, previousMs);
        if (Number.isFinite(previousMs)) return previousMs;
        throw forecastError('FORECAST_TIME', { row: firstRow + index, value: String(value), timezone });
      });
    },
    format: (timeMs) => (instants ? formatInstant(timeMs, earlier.toLocal(timeMs)) : formatDay(timeMs)),
  };
}

/** What the clock shows, with its offset from UTC: `2024-03-31T03:00:00+02:00`, or `Z` for none. */
function formatInstant(timeMs: number, localMs: number): string {
  const minutes = Math.round((localMs - timeMs) / MINUTE_MS);
  const wall = formatWallTime(localMs).replace(' ', 'T');
  if (minutes === 0) return `${wall}Z`;
  const pad = (count: number) => String(count).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${wall}${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** `2024-03-31`, with the time of day only where it is not midnight. */
function formatDay(timeMs: number): string {
  return formatWallTime(timeMs).replace(' 00:00:00', '').replace(' ', 'T');
}
