import { parseStep, type Step } from '@tsdistill/contracts';

const HOUR_MS = 3_600_000;
const CALENDAR_MS = [HOUR_MS, 24 * HOUR_MS, 7 * 24 * HOUR_MS];
/** A shorter cycle is a handful of steps that every model sees anyway. */
const SHORTEST = 4;

/**
 * Cycles that a small model may count, in steps, shortest first: the season of the data, and the hours, days, weeks or years that
 * divide it (for hourly data with a season of a week: 24 and 168).
 *
 * @param frequency as `parseStep` reads it
 */
export function cyclesOf(season: number, frequency: string): number[] {
  const step = parseStep(frequency);
  const calendar = step ? calendarOf(step) : [];
  const divisors = calendar.filter((steps) => Number.isInteger(steps) && steps >= SHORTEST && season % steps === 0);
  const cycles = [...new Set([...divisors, season])].filter((steps) => steps >= 2);
  return cycles.sort((a, b) => a - b);
}

/** Steps of what a calendar repeats; a year of months, or a week of business days. */
function calendarOf(step: Step): number[] {
  switch (step.kind) {
    case 'fixed':
      return CALENDAR_MS.map((length) => length / step.ms);
    case 'months':
      return [12 / step.count];
    case 'business-days':
      return [5];
  }
}
