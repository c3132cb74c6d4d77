import { addSteps, type Step } from '@tsdistill/contracts';

/** Monday: weeks begin there; other fixed steps begin at midnight of any day alike. */
const MONDAY_MS = Date.UTC(1970, 0, 5);

/**
 * The beginning of the bucket of one step in which a time lies.
 *
 * Steps of days and less begin at midnight, weeks on Monday, months on their first day, quarters in January, April, July
 * and October.
 */
export function bucketOf(step: Exclude<Step, { kind: 'business-days' }>): (timeMs: number) => number {
  if (step.kind === 'fixed') return (timeMs) => MONDAY_MS + Math.floor((timeMs - MONDAY_MS) / step.ms) * step.ms;
  return (timeMs) => {
    const date = new Date(timeMs);
    const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
    return addSteps(yearStart(0), Math.floor(months / step.count), step);
  };
}

/** Like Date.UTC, which takes the years 0 to 99 for those of the twentieth century. */
function yearStart(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}
