import { parseFrequency } from './frequency';

/**
 * What lies between two rows of a series: a fixed time, calendar months, or business days (Monday to Friday).
 *
 * Exchanges and offices close on holidays that no calendar here knows, so on the grid of business days a few missing weekdays are no gap.
 */
export type Step =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'months'; readonly count: number }
  | { readonly kind: 'business-days' };

const DAY_MS = 86_400_000;
const MONTHS = /^P(\d+)([MY])$/;
const WEEKS = /^P(\d+)W$/;

/** @param text `PT1H`, `P1D`, `P1W`, `P1M`, `P3M`, `P1Y`, `B` … @returns undefined when it is no step, or is zero */
export function parseStep(text: string): Step | undefined {
  if (text === 'B') return { kind: 'business-days' };
  const [, months = '0', unit] = MONTHS.exec(text) ?? [];
  const count = Number(months) * (unit === 'Y' ? 12 : 1);
  if (count > 0) return { kind: 'months', count };
  const ms = Number(WEEKS.exec(text)?.[1] ?? 0) * 7 * DAY_MS || parseFrequency(text);
  return ms === undefined ? undefined : { kind: 'fixed', ms };
}

/** Length of a step that always takes the same time, in ms; undefined for months, business days, and what is no step. */
export function fixedStepMs(text: string): number | undefined {
  const step = parseStep(text);
  return step?.kind === 'fixed' ? step.ms : undefined;
}

/**
 * The time `count` steps after `timeMs`, as a clock in UTC shows it.
 *
 * Months that start on the last day of one stay on last days (31 January, 28 February, 31 March); a day that a month does not have is
 * its last. Business days start on a weekday.
 *
 * @param count whole; a negative one leads back
 */
export function addSteps(timeMs: number, count: number, step: Step): number {
  switch (step.kind) {
    case 'fixed':
      return timeMs + count * step.ms;
    case 'months':
      return addMonths(timeMs, count * step.count);
    case 'business-days':
      return addBusinessDays(timeMs, count);
  }
}

/** Steps from one time to a later one; undefined when they are no whole number of steps apart, or one of them is no weekday. */
export function countSteps(fromMs: number, toMs: number, step: Step): number | undefined {
  const count = estimateSteps(fromMs, toMs, step);
  if (!Number.isInteger(count) || count < 0) return undefined;
  return addSteps(fromMs, count, step) === toMs ? count : undefined;
}

function estimateSteps(fromMs: number, toMs: number, step: Step): number {
  switch (step.kind) {
    case 'fixed':
      return (toMs - fromMs) / step.ms;
    case 'months':
      return (monthOf(toMs) - monthOf(fromMs)) / step.count;
    case 'business-days':
      return isWeekday(fromMs) && isWeekday(toMs) ? weekdaysUntil(toMs) - weekdaysUntil(fromMs) : NaN;
  }
}

/** True from Monday to Friday. */
export function isWeekday(timeMs: number): boolean {
  return ![0, 6].includes(new Date(timeMs).getUTCDay());
}

function addMonths(timeMs: number, months: number): number {
  const start = new Date(timeMs);
  const [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
  const lastDay = (at: number) => new Date(utcDate(year, at + 1, 0)).getUTCDate();
  const target = day === lastDay(month) ? lastDay(month + months) : Math.min(day, lastDay(month + months));
  return utcDate(year, month + months, target) + modulo(timeMs, DAY_MS);
}

/** Like Date.UTC, which takes the years 0 to 99 for those of the twentieth century. */
function utcDate(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

function monthOf(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function addBusinessDays(timeMs: number, count: number): number {
  const weekday = (new Date(timeMs).getUTCDay() + 6) % 7;
  const weekends = Math.floor((weekday + count) / 5);
  return timeMs + (count + 2 * weekends) * DAY_MS;
}

/** Weekdays from Monday 5 January 1970 until the day of `timeMs`; negative before it. */
function weekdaysUntil(timeMs: number): number {
  const days = Math.floor(timeMs / DAY_MS) - 4;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + (days - weeks * 7);
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
