import { parseFrequency } from '@tsdistill/contracts';

const HOUR_MS = 3_600_000;
const CALENDAR_MS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS];
/** A shorter cycle is a handful of steps that every model sees anyway. */
const SHORTEST = 4;

/**
 * Cycles that a small model may count, in steps, shortest first: the season of the data, and the hours, days and weeks that
 * divide it (for hourly data with a season of a week: 24 and 168).
 *
 * @param frequency ISO 8601 duration of a step; one without a fixed length leaves the season alone
 */
export function cyclesOf(season: number, frequency: string): number[] {
  const stepMs = parseFrequency(frequency);
  const calendar = stepMs === undefined ? [] : CALENDAR_MS.map((length) => length / stepMs);
  const divisors = calendar.filter((steps) => Number.isInteger(steps) && steps >= SHORTEST && season % steps === 0);
  const cycles = [...new Set([...divisors, season])].filter((steps) => steps >= 2);
  return cycles.sort((a, b) => a - b);
}
