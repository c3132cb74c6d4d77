import { addSteps, countSteps, isWeekday, type Step } from '@tsdistill/contracts';

/** Distinct steps that are counted; more say no more. */
const MAX_STEPS = 1000;
const DAY_MS = 86_400_000;
const FRIDAY = 5;
/** More weekdays in a row are a gap. Around the lunar new year exchanges are shut for longest: Shanghai for six, Taipei for eight in 2023. */
const MAX_HOLIDAYS = 10;

/** Steps that were met, beside those that the config names. */
export interface StepCounts {
  /** ms → how often; at most 1,000 of them. */
  readonly others: ReadonlyMap<number, number>;
  readonly usual: number;
  /** Gaps of a Saturday and a Sunday. */
  readonly weekends: number;
  /** Weekdays without a row that are no gap on business days. */
  readonly holidays: number;
}

/** Counts how far rows are apart. */
export function createStepCounts(step: Step): {
  /** @param steps whole steps of the config from one row to the next; NaN where they are not whole */
  add(fromMs: number, toMs: number, steps: number): void;
  addUsual(): void;
  counts(): StepCounts;
} {
  const others = new Map<number, number>();
  const isDaily = step.kind === 'fixed' && step.ms === DAY_MS;
  let [usual, weekends, holidays] = [0, 0, 0];
  return {
    add(fromMs, toMs, steps) {
      const ms = toMs - fromMs;
      if (steps === 1 && step.kind === 'business-days') holidays += weekdaysBetween(fromMs, toMs, step);
      if (steps === 1) usual += 1;
      else if (ms > 0 && (others.has(ms) || others.size < MAX_STEPS)) others.set(ms, (others.get(ms) ?? 0) + 1);
      if (isDaily && steps === 3 && new Date(fromMs).getUTCDay() === FRIDAY) weekends += 1;
    },
    addUsual() {
      usual += 1;
    },
    counts: () => ({ others, usual, weekends, holidays }),
  };
}

/** Where a series stands on its grid; that of months and business days is counted from its first row. */
export interface GridPlace {
  readonly startMs: number;
  readonly lastMs: number;
  /** Steps from the first row to the last; not counted for fixed steps, which need none. */
  readonly index: number;
}

/** Steps from the last row to a time: 0 for the same time, NaN where they are not whole or it is no place of the grid. */
export function stepsTo({ startMs, lastMs, index }: GridPlace, timeMs: number, step: Step): number {
  if (timeMs === lastMs) return 0;
  switch (step.kind) {
    case 'fixed': {
      const steps = (timeMs - lastMs) / step.ms;
      return Number.isInteger(steps) ? steps : NaN;
    }
    case 'months':
      return (countSteps(startMs, timeMs, step) ?? NaN) - index;
    case 'business-days': {
      if (!isWeekday(timeMs) || (timeMs - startMs) % DAY_MS !== 0) return NaN;
      const missing = weekdaysBetween(lastMs, timeMs, step);
      return missing > MAX_HOLIDAYS ? missing + 1 : 1;
    }
  }
}

/** Weekdays behind the one and before the other; none where one of them is no weekday. */
function weekdaysBetween(fromMs: number, toMs: number, step: Step): number {
  return (countSteps(fromMs, toMs, step) ?? 1) - 1;
}

/** The time `count` steps behind the last row. */
export function timeBehind({ startMs, lastMs, index }: GridPlace, count: number, step: Step): number {
  return step.kind === 'months' ? addSteps(startMs, index + count, step) : addSteps(lastMs, count, step);
}
