import { createBucketCounter } from './count-buckets';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Counts buckets of which each has its length and its rows; each inner list is a series. */
function countOf(series: readonly (readonly (readonly [lengthMs: number, rowCount: number, valueCount?: number])[])[]) {
  const lengths = series.flat().map(([lengthMs]) => lengthMs);
  const counter = createBucketCounter((key) => lengths[key]!);
  let keyMs = 0;
  for (const buckets of series) {
    for (const [, rowCount, valueCount = rowCount] of buckets)
      counter.add({ keyMs, firstMs: keyMs++, rowCount, valueCount });
    counter.end();
  }
  return counter.counts();
}

it('counts weeks of fewer days by their place: the first, the last, those in the middle of each series', () => {
  const week = (days: number) => [7 * DAY, days] as const;
  const counts = countOf([[3, 7, 6, 7, 7].map(week), [7, 7, 5, 1].map(week), [2].map(week)]);
  expect(counts).toEqual({ all: 10, moved: 0, first: 2, middle: 2, last: 1 });
});

it('takes a month of 28 days for as full as one of 31, and the days of clock changes as full as others', () => {
  const months = [31, 28, 31, 30, 31].map((days) => [days * DAY, days] as const);
  expect(countOf([months])).toMatchObject({ first: 0, middle: 0, last: 0 });
  expect(countOf([[...months, [30 * DAY, 29]]])).toMatchObject({ middle: 0, last: 1 });
  const days = [24, 23, 24, 25, 24].map((hours) => [hours * HOUR, hours] as const);
  expect(countOf([days])).toMatchObject({ middle: 0 });
  expect(countOf([[...days.slice(0, 3), [25 * HOUR, 24], [24 * HOUR, 24]]])).toMatchObject({ middle: 1 });
  // The week of 169 hours has seven days.
  expect(countOf([[168, 168, 169, 168].map((hours) => [hours * HOUR, 7] as const)])).toMatchObject({ middle: 0 });
});

it('counts values, but not where there are none: those are missing', () => {
  const counts = countOf([
    [
      [7 * DAY, 7],
      [7 * DAY, 7, 6],
      [7 * DAY, 7, 0],
      [7 * DAY, 7],
    ],
  ]);
  expect(counts).toMatchObject({ first: 0, middle: 1, last: 0 });
});

it('counts rows that were moved alone', () => {
  const counter = createBucketCounter(() => DAY);
  counter.add({ keyMs: 0, firstMs: HOUR, rowCount: 1, valueCount: 1 });
  counter.add({ keyMs: DAY, firstMs: DAY, rowCount: 1, valueCount: 1 });
  counter.add({ keyMs: 2 * DAY, firstMs: 2 * DAY + HOUR, rowCount: 2, valueCount: 2 });
  expect(counter.counts().moved).toBe(1);
});
