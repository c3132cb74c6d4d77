import { selectOrigins } from '@tsdistill/contracts';
import fc from 'fast-check';
import { indexOrigins } from './index-origins';

const ETT = { train: [0, 8640], validation: [8640, 11_520], test: [11_520, 14_400] } as const;

// Windows counted by the Time-Series-Library (lookback 96) and by TimeDistill (720) on ETTh1 with horizon 96.
it.each([
  [96, [8449, 2785, 2785]],
  [720, [7825, 2785, 2785]],
])('gives the published number of windows on the ETT borders at lookback %d', (lookback, counts) => {
  const origins = indexOrigins(ETT, { horizon: 96, stride: 1 });
  expect(
    (['train', 'validation', 'test'] as const).map((split) => selectOrigins(origins, split, lookback).length),
  ).toEqual(counts);
});

it('keeps every target inside its split, every origin after row 0, and misses none', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 6, max: 60 }),
    fc.integer({ min: 5, max: 30 }),
    fc.integer({ min: 5, max: 30 }),
  );
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), ([a, b, c], horizon, stride) => {
      const borders = { train: [0, a], validation: [a, a + b], test: [a + b, a + b + c] } as const;
      const { origin, split, series } = indexOrigins(borders, { horizon, stride });
      // The slow way: look at every row of every split.
      const expected = [borders.train, borders.validation, borders.test].flatMap(([from, to], code) => {
        const first = Math.max(from, 1);
        const rows = Array.from({ length: to - first }, (_, i) => first + i);
        return rows.filter((row, i) => i % stride === 0 && row + horizon <= to).map((row) => [code, row]);
      });
      expect([...origin].map((row, i) => [split[i], row])).toEqual(expected);
      expect(new Set(series)).toEqual(new Set([0]));
    }),
  );
});

it('accepts a split of exactly one window and names one that is a row short', () => {
  const just = { train: [0, 5], validation: [5, 9], test: [9, 13] } as const;
  expect([...indexOrigins(just, { horizon: 4, stride: 1 }).origin]).toEqual([1, 5, 9]);
  const refused = (borders: Parameters<typeof indexOrigins>[0], split: string, rows: number) =>
    expect(() => indexOrigins(borders, { horizon: 4, stride: 1 })).toThrow(
      expect.objectContaining({ code: 'SPLIT_TOO_SHORT', context: { split, rows, horizon: 4 } }),
    );
  refused({ ...just, train: [0, 4] }, 'train', 4);
  refused({ ...just, validation: [5, 8] }, 'validation', 3);
  refused({ ...just, test: [9, 12] }, 'test', 3);
});
