import { addSteps, isWeekday, type Step } from '@tsdistill/contracts/portable';
import type { Clock } from './clock';
import { forecastError } from './fail';

const DAY_MS = 86_400_000;

/** What a grid is checked with. */
export interface GridContext {
  readonly clock: Clock;
  readonly frequency: string;
  /** Place of the first of the times in the history, for messages. */
  readonly firstRow: number;
}

/**
 * The times of the `count` steps behind the last one.
 *
 * @param times of the history, at least one
 * @throws ForecastError FORECAST_STEP when one of them is not one step behind the one before; on business days a missing weekday is a
 * holiday
 */
export function continueGrid(times: Float64Array, count: number, context: GridContext): Float64Array {
  const { step, format } = context.clock;
  const isNext = follows(times, step);
  for (let row = 1; row < times.length; row++) {
    if (isNext(row)) continue;
    const [from, to] = [format(times[row - 1] as number), format(times[row] as number)];
    throw forecastError('FORECAST_STEP', { row: context.firstRow + row - 1, from, to, frequency: context.frequency });
  }
  const anchor = step.kind === 'months' ? monthAnchor(times) : times.length - 1;
  const behind = times.length - anchor;
  return Float64Array.from({ length: count }, (_, index) => addSteps(times[anchor] as number, behind + index, step));
}

/** Whether a row is one step behind the row before. */
function follows(times: Float64Array, step: Step): (row: number) => boolean {
  const at = (row: number) => times[row] as number;
  switch (step.kind) {
    case 'fixed':
      return (row) => at(row) - at(row - 1) === step.ms;
    case 'months': {
      const anchor = monthAnchor(times);
      // With its neighbour, since the row before the anchor is only looked at from there.
      const isOnGrid = (row: number) => at(row) === addSteps(at(anchor), row - anchor, step);
      return (row) => isOnGrid(row - 1) && isOnGrid(row);
    }
    case 'business-days':
      return (row) => isWeekday(at(row)) && at(row) > at(row - 1) && (at(row) - at(row - 1)) % DAY_MS === 0;
  }
}

/**
 * The row that says on which day of the month a series lies: the one with the latest day, if possible not the last of its month, since 28
 * February may stand for the 28th, for the 30th, or for last days.
 */
function monthAnchor(times: Float64Array): number {
  const rank = (timeMs: number) => {
    const day = new Date(timeMs).getUTCDate();
    const isLast = new Date(timeMs + DAY_MS).getUTCDate() === 1;
    return 2 * day + (isLast ? 0 : 1);
  };
  return times.reduce((best, timeMs, row) => (rank(timeMs) > rank(times[best] as number) ? row : best), 0);
}
