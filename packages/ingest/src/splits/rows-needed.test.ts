import fc from 'fast-check';
import { rowsNeeded } from './rows-needed';
import { splitSeries } from './split-series';

const share = fc.double({ min: 0.05, max: 0.45, noNaN: true });

it('is the first length from the given one on with a window in each split of shares', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      share,
      share,
      fc.integer({ min: 1, max: 12 }),
      (rowCount, train, validation, horizon) => {
        const split = { kind: 'ratio', train, validation } as const;
        const fits = (rows: number) => {
          const borders = splitSeries({ rowCount: rows, timeOf: () => NaN }, split);
          const [a, b, c] = [borders.train, borders.validation, borders.test].map(([from, to]) => to - from);
          return a! > horizon && b! >= horizon && c! >= horizon;
        };
        let expected = rowCount;
        while (!fits(expected)) expected += 1;
        expect(rowsNeeded(rowCount, split, horizon)).toBe(expected);
      },
    ),
  );
});

it.each([
  ['70/10/20 and a horizon of 24: 156 + 24 + 44 rows', { kind: 'ratio', train: 0.7, validation: 0.1 }, 224],
  ['borders: the row behind test', { kind: 'borders', train: 60, validation: 90, test: 120 }, 120],
  ['dates: one window and the row before', { kind: 'dates', validation: '2001-01-01', test: '2002-01-01' }, 25],
  [
    'rolling: the later test blocks, validation, and one train window',
    { kind: 'rolling', cutoffs: 3, cutoff: 1, test: 30, validation: 25, window: 'expanding' },
    110,
  ],
] as const)('%s', (_, split, expected) => {
  expect(rowsNeeded(10, split, 24)).toBe(expected);
  expect(rowsNeeded(expected, split, 24)).toBe(expected);
  expect(rowsNeeded(expected - 1, split, 24)).toBe(expected);
  expect(rowsNeeded(expected + 406, split, 24)).toBe(expected + 406);
});
