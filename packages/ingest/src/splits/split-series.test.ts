import { addSteps, parseStep } from '@tsdistill/contracts';
import fc from 'fast-check';
import type { SplitConfig } from './split-config';
import { splitSeries } from './split-series';

const HOUR = 3_600_000;
const START = Date.UTC(2001, 0, 1);
const grid = (rowCount: number) => ({ rowCount, timeOf: (row: number) => START + row * HOUR });
const ends = (rowCount: number, split: SplitConfig) => {
  const { train, validation, test } = splitSeries(grid(rowCount), split);
  return [train[1], validation[1], test[1]];
};

// Time-Series-Library, Dataset_Custom: int(n * .7), int(n * .2), the rest; Weather has 52,696 rows.
it.each([
  [52_696, [36_887, 42_157, 52_696]],
  [4344, [3040, 3476, 4344]],
  [10, [7, 8, 10]],
])('splits %d rows 70/10/20 like the benchmarks', (rowCount, expected) => {
  expect(ends(rowCount, { kind: 'ratio', train: 0.7, validation: 0.1 })).toEqual(expected);
});

it('does not lose a row to the binary form of a share: 1 - .8 - .1 of 10 rows is one row', () => {
  expect(ends(10, { kind: 'ratio', train: 0.8, validation: 0.1 })).toEqual([8, 9, 10]);
  expect(ends(100, { kind: 'ratio', train: 0.57, validation: 0.1 })).toEqual([57, 67, 100]);
});

it('covers all rows with three ranges that touch and do not overlap', () => {
  const share = fc.double({ min: 0.01, max: 0.49, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), share, share, (rowCount, train, validation) => {
      const borders = splitSeries(grid(rowCount), { kind: 'ratio', train, validation });
      expect([borders.train[0], borders.train[1], borders.validation[1], borders.test[1]]).toEqual([
        0,
        borders.validation[0],
        borders.test[0],
        rowCount,
      ]);
    }),
  );
});

it('takes fixed borders as they are, leaves later rows in no split, and ends with a shorter series', () => {
  const split = { kind: 'borders', train: 8640, validation: 11_520, test: 14_400 } as const;
  expect(ends(17_420, split)).toEqual([8640, 11_520, 14_400]);
  expect(ends(9000, split)).toEqual([8640, 9000, 9000]);
});

it('puts the first row at or after a date first, and leaves out the end', () => {
  const split = { kind: 'dates', validation: '2001-01-02', test: '2001-01-03 11:30', end: '2001-01-04 12:00' } as const;
  expect(ends(200, split)).toEqual([24, 60, 84]);
  expect(ends(200, { kind: 'dates', validation: '2001-01-02', test: '2001-01-03' })).toEqual([24, 48, 200]);
});

it('splits series of any span by the same dates: one that ends before is all train, one that begins after has none', () => {
  const split = { kind: 'dates', validation: '2001-01-02', test: '2001-01-03' } as const;
  expect(splitSeries(grid(20), split)).toEqual({ train: [0, 20], validation: [20, 20], test: [20, 20] });
  const late = { rowCount: 5, timeOf: (row: number) => START + (60 + row) * HOUR };
  expect(splitSeries(late, split)).toEqual({ train: [0, 0], validation: [0, 0], test: [0, 5] });
});

it('finds dates among months, and among business days with a holiday', () => {
  const month = parseStep('P1M')!;
  const months = { rowCount: 48, timeOf: (row: number) => addSteps(Date.UTC(2020, 0, 31), row, month) };
  const split = { kind: 'dates', validation: '2022-02-28', test: '2023-03-01' } as const;
  expect(splitSeries(months, split)).toEqual({ train: [0, 25], validation: [25, 38], test: [38, 48] });
  const days = [3, 4, 5, 9, 10].map((day) => Date.UTC(2024, 5, day)); // Thursday 6 and Friday 7 are holidays.
  const week = { rowCount: 5, timeOf: (row: number) => days[row] ?? NaN };
  const dates = { kind: 'dates', validation: '2024-06-06', test: '2024-06-10' } as const;
  expect(splitSeries(week, dates)).toEqual({ train: [0, 3], validation: [3, 4], test: [4, 5] });
});

// scikit-learn, TimeSeriesSplit(n_splits=3, test_size=2, gap=2) on 12 samples, as its documentation prints it:
// train [0 1 2 3] test [6 7], train [0 … 5] test [8 9], train [0 … 7] test [10 11].
it.each([
  [0, { train: [0, 4], validation: [4, 6], test: [6, 8] }],
  [1, { train: [0, 6], validation: [6, 8], test: [8, 10] }],
  [2, { train: [0, 8], validation: [8, 10], test: [10, 12] }],
])('rolls like TimeSeriesSplit: cutoff %d', (cutoff, expected) => {
  const split = { kind: 'rolling', cutoffs: 3, cutoff, test: 2, validation: 2, window: 'expanding' } as const;
  expect(splitSeries(grid(12), split)).toEqual(expected);
  const [, to] = expected.train as [number, number];
  expect(splitSeries(grid(12), { ...split, window: 5 }).train).toEqual([Math.max(0, to - 5), to]);
});

it('ends the last test block with each series, however long it is', () => {
  const split = { kind: 'rolling', cutoffs: 4, test: 24, validation: 12, window: 'expanding' } as const;
  fc.assert(
    fc.property(fc.integer({ min: 120, max: 5000 }), fc.integer({ min: 0, max: 3 }), (rowCount, cutoff) => {
      const { train, validation, test } = splitSeries(grid(rowCount), { ...split, cutoff });
      expect(test).toEqual([rowCount - (4 - cutoff) * 24, rowCount - (3 - cutoff) * 24]);
      expect([train, validation]).toEqual([
        [0, test[0] - 12],
        [test[0] - 12, test[0]],
      ]);
    }),
  );
});
