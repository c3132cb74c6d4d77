import type { Period } from '@tsdistill/contracts';

/** More rows than this and nobody reads the table. */
const MOST_PERIODS = 36;

/** Finest first; each with the length of its ISO date. */
const LENGTHS = [
  ['day', '2024-03-01'.length],
  ['month', '2024-03'.length],
] as const satisfies readonly (readonly [Period, number])[];

export interface Periods {
  readonly period: Period;
  /** In order of time: 2024, 2024-03 or 2024-03-01. */
  readonly starts: readonly string[];
  /** Times in each. */
  readonly counts: readonly number[];
  /** Index into `starts` of every time. */
  readonly of: Int32Array;
}

/**
 * Days, months or years: the finest of which there are not too many.
 *
 * @param times by the clock of the data, ms since 1970 taken as UTC, at least one
 */
export function groupByPeriod(times: Float64Array): Periods {
  const dates = Array.from(times, (time) => new Date(time).toISOString());
  for (const [period, length] of LENGTHS) {
    const grouped = group(dates, length);
    if (grouped.starts.length <= MOST_PERIODS) return { period, ...grouped };
  }
  return { period: 'year', ...group(dates, '2024'.length) };
}

function group(dates: readonly string[], length: number): Omit<Periods, 'period'> {
  const names = dates.map((date) => date.slice(0, length));
  const starts = [...new Set(names)].sort();
  const places = new Map(starts.map((start, index) => [start, index]));
  const of = Int32Array.from(names, (name) => places.get(name) ?? 0);
  const counts = starts.map(() => 0);
  of.forEach((period) => (counts[period] = (counts[period] ?? 0) + 1));
  return { starts, counts, of };
}
