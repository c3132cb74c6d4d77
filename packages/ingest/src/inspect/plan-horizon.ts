import { addSteps, formatWallTime, hasInstants, type Step } from '@tsdistill/contracts';

const [MINUTE, DAY] = [60_000, 86_400_000];
/** A series holds at least so many horizons. */
const HORIZONS_IN_SERIES = 12;
/** Forecasts of a day and less; a longer one is asked for. */
const MOST_STEPS = 96;

/** Steps that a forecast of such data usually has: a day of hours, two weeks of days, a year of months. */
export function usualHorizon(step: Step, rowCount: number): number {
  return Math.max(1, Math.min(stepsOf(step), Math.floor(rowCount / HORIZONS_IN_SERIES)));
}

function stepsOf(step: Step): number {
  switch (step.kind) {
    case 'business-days':
      return 10;
    case 'months':
      return Math.max(2, Math.round(12 / step.count));
    case 'fixed':
      if (step.ms < 5 * MINUTE) return 60;
      if (step.ms < DAY) return Math.min(MOST_STEPS, Math.max(2, Math.round(DAY / step.ms)));
      return step.ms < 7 * DAY ? 14 : 8;
  }
}

/** Times of the first and the last row of one series. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export interface DateSplit {
  readonly kind: 'dates';
  readonly validation: string;
  readonly test: string;
}

/** Of the rows, in tenths: before validation, and before test. */
const TENTHS = { validation: 7, test: 8 };

/**
 * Dates at which validation and test begin: after 70 % and 80 % of the time that all series have in common, or of all time where that is less
 * than half of it. Midnights, where the data have some weeks of them.
 *
 * @param toLocal what the clock of the data shows at a time of a row
 * @returns undefined where there are too few rows for a horizon in each split
 */
export function splitDates(
  spans: readonly Span[],
  step: Step,
  horizon: number,
  toLocal: (timeMs: number) => number,
): DateSplit | undefined {
  const { startMs, endMs } = commonSpan(spans);
  const stepMs = (addSteps(startMs, 100, step) - startMs) / 100;
  const count = Math.round((endMs - startMs) / stepMs) + 1;
  const test = Math.min(Math.floor((count * TENTHS.test) / 10), count - horizon);
  const validation = Math.min(Math.floor((count * TENTHS.validation) / 10), test - horizon);
  if (!(validation > horizon)) return undefined;
  const isLong = endMs - startMs > 20 * DAY && horizon * stepMs * 5 < endMs - startMs;
  const dateOf = (steps: number) => {
    const localMs = toLocal(addSteps(firstWeekday(startMs, step), steps, step));
    return hasInstants(step) && !isLong ? formatWallTime(localMs) : formatWallTime(localMs).slice(0, 10);
  };
  return { kind: 'dates', validation: dateOf(validation), test: dateOf(test) };
}

function commonSpan(spans: readonly Span[]): Span {
  const [first = { startMs: NaN, endMs: NaN }] = spans;
  const all = spans.reduce(
    (a, b) => ({ startMs: Math.min(a.startMs, b.startMs), endMs: Math.max(a.endMs, b.endMs) }),
    first,
  );
  const common = spans.reduce(
    (a, b) => ({ startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) }),
    first,
  );
  return common.endMs - common.startMs >= (all.endMs - all.startMs) / 2 ? common : all;
}

/** Business days are counted from one. */
function firstWeekday(timeMs: number, step: Step): number {
  if (step.kind !== 'business-days') return timeMs;
  const day = new Date(timeMs).getUTCDay();
  return timeMs + (day === 6 ? 2 * DAY : day === 0 ? DAY : 0);
}
