import fc from 'fast-check';
import { splitRows } from './split-rows';

const HOUR = 3_600_000;
const grid = (rowCount: number) => ({ rowCount, startMs: Date.UTC(2001, 0, 1), stepMs: HOUR });
const ends = (rowCount: number, split: Parameters<typeof splitRows>[1]) => {
  const { train, validation, test } = splitRows(grid(rowCount), split);
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
      const borders = splitRows(grid(rowCount), { kind: 'ratio', train, validation });
      expect([borders.train[0], borders.train[1], borders.validation[1], borders.test[1]]).toEqual([
        0,
        borders.validation[0],
        borders.test[0],
        rowCount,
      ]);
    }),
  );
});

it('takes fixed borders as they are and leaves later rows in no split', () => {
  const split = { kind: 'borders', train: 8640, validation: 11_520, test: 14_400 } as const;
  expect(splitRows(grid(17_420), split)).toEqual({
    train: [0, 8640],
    validation: [8640, 11_520],
    test: [11_520, 14_400],
  });
});

it('accepts a test border at the last row, and not one behind it', () => {
  const split = { kind: 'borders', train: 10, validation: 20, test: 30 } as const;
  expect(ends(30, split)).toEqual([10, 20, 30]);
  expect(() => ends(29, split)).toThrow(
    expect.objectContaining({ code: 'SPLIT_OUTSIDE', context: { key: 'test', value: '30', limit: 'row 29' } }),
  );
});

it('puts the first row at or after a date first, and leaves out the end', () => {
  const split = { kind: 'dates', validation: '2001-01-02', test: '2001-01-03 11:30', end: '2001-01-04 12:00' } as const;
  expect(ends(200, split)).toEqual([24, 60, 84]);
  expect(ends(200, { kind: 'dates', validation: '2001-01-02', test: '2001-01-03' })).toEqual([24, 48, 200]);
});

it.each([
  ['validation', '2000-12-31', { validation: '2000-12-31', test: '2001-01-03' }],
  ['test', '2001-03-01', { validation: '2001-01-02', test: '2001-03-01' }],
  ['end', '2001-01-05 00:01', { validation: '2001-01-02', test: '2001-01-03', end: '2001-01-05 00:01' }],
])('says which date lies outside of the data: %s %s', (key, value, dates) => {
  const limit = '2001-01-01 00:00:00 … 2001-01-04 23:00:00';
  expect(() => ends(96, { kind: 'dates', ...dates })).toThrow(
    expect.objectContaining({ code: 'SPLIT_OUTSIDE', context: { key, value, limit } }),
  );
  expect(ends(96, { kind: 'dates', validation: '2001-01-02', test: '2001-01-03', end: '2001-01-05' })[2]).toBe(96);
});
