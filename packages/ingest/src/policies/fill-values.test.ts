import fc from 'fast-check';
import { createFiller, type Fill, type FillPlan } from './fill-values';
import { chainNumbers, firstNumbers } from './neighbours';

const _ = NaN;

/** Fills one series of rows [n, width] in blocks of `size` rows. */
function fillAll(rows: readonly number[], plan: Partial<FillPlan> & { readonly fill: Fill }, size = 1000) {
  const width = plan.width ?? 1;
  const cells = Float32Array.from(rows);
  const starts = Array.from({ length: Math.ceil(cells.length / (size * width)) }, (_x, block) => block * size);
  const blockAt = (row: number) => cells.subarray(row * width, (row + size) * width);
  const { first, following } = chainNumbers(
    starts.map((row) => firstNumbers(blockAt(row), width, row)),
    width,
  );
  const filler = createFiller({
    width,
    season: 1,
    padRows: 0,
    ends: [],
    first,
    firstTargetRow: Math.min(...first.row),
    ...plan,
  });
  starts.forEach((row, block) => filler.fillInPlace(blockAt(row), row, following[block]!));
  return { values: [...cells], ...filler.counts() };
}

const number = fc.float({ min: -(2 ** 100), max: 2 ** 100, noNaN: true });
const gappy = fc.array(fc.oneof(number, fc.constant(NaN)), { minLength: 1, maxLength: 60 });
const size = fc.integer({ min: 1, max: 20 });

it('carries the last value forward, as a slow look back at every row does', () => {
  fc.assert(
    fc.property(gappy, size, (rows, blockRows) => {
      const { values, filled, unfilled } = fillAll(rows, { fill: 'ffill' }, blockRows);
      const lastBefore = (row: number) =>
        rows
          .slice(0, row + 1)
          .filter((value) => !Number.isNaN(value))
          .at(-1) ?? NaN;
      expect(values).toEqual(rows.map((__, row) => lastBefore(row)));
      expect(filled).toBe(rows.filter(Number.isNaN).length);
      expect(unfilled?.count ?? 0).toBe(values.filter(Number.isNaN).length);
    }),
  );
});

it('draws a line that never leaves the range of its two neighbours, and is evenly spaced', () => {
  fc.assert(
    fc.property(number, number, fc.integer({ min: 1, max: 30 }), size, (left, right, count, blockRows) => {
      const rows = [left, ...new Array<number>(count).fill(NaN), right];
      const { values, unfilled, held } = fillAll(rows, { fill: 'linear' }, blockRows);
      expect([unfilled, held]).toEqual([undefined, 0]);
      values.forEach((value, row) => {
        expect(value).toBeGreaterThanOrEqual(Math.min(left, right));
        expect(value).toBeLessThanOrEqual(Math.max(left, right));
        expect(Math.abs(value - (left + ((right - left) * row) / (count + 1)))).toBeLessThanOrEqual(
          1e-6 * Math.max(Math.abs(left), Math.abs(right)) + 2 ** -149,
        );
      });
    }),
  );
});

it('takes the value one season before, or as many seasons as it takes, and nothing where there is none', () => {
  fc.assert(
    fc.property(gappy, size, fc.integer({ min: 1, max: 9 }), (rows, blockRows, season) => {
      const { values, unfilled } = fillAll(rows, { fill: 'seasonal', season }, blockRows);
      const before = (row: number): number =>
        row < 0 ? NaN : Number.isNaN(rows[row]) ? before(row - season) : (rows[row] ?? NaN);
      expect(values).toEqual(rows.map((__, row) => before(row)));
      expect(unfilled?.count ?? 0).toBe(values.filter(Number.isNaN).length);
      expect(unfilled?.row).toBe(unfilled && values.findIndex(Number.isNaN));
    }),
  );
});

it('fills every channel by itself, whatever the blocks', () => {
  const pair = fc.tuple(fc.oneof(number, fc.constant(NaN)), fc.oneof(number, fc.constant(NaN)));
  fc.assert(
    fc.property(
      fc.array(pair, { minLength: 1, maxLength: 40 }),
      size,
      fc.constantFrom<Fill>('ffill', 'linear', 'mask'),
      (rows, blockRows, fill) => {
        const { values } = fillAll(rows.flat(), { fill, width: 2 }, blockRows);
        for (const channel of [0, 1]) {
          const alone = fillAll(
            rows.map((row) => row[channel] ?? NaN),
            { fill },
          );
          expect(values.filter((__, i) => i % 2 === channel)).toEqual(alone.values);
        }
      },
    ),
  );
});

it.each([
  ['ffill', [_, 1, _, 2, _], { row: 0, channel: 0, count: 1 }],
  ['linear', [_, _, 1, _, 2, _], { row: 0, channel: 0, count: 3 }],
  ['seasonal', [1, _, _, 2, _, 3], { row: 1, channel: 0, count: 1 }],
] as const)('says what %s cannot fill at an edge: first row and count', (fill, rows, unfilled) => {
  expect(fillAll(rows, { fill, season: 2 }).unfilled).toEqual(unfilled);
});

it('masks without an error: the last value is held, before the first one that, and 0 where there is none at all', () => {
  expect(fillAll([_, _, 3, _, 4, _], { fill: 'mask' })).toEqual({
    values: [3, 3, 3, 3, 4, 4],
    filled: 4,
    held: 0,
    unfilled: undefined,
  });
  expect(fillAll([_, _], { fill: 'mask' }).values).toEqual([0, 0]);
});

it('holds padded rows at the first value, does not count them, and fills nothing else from them', () => {
  const filled = fillAll([_, _, 3, _, 5], { fill: 'linear', padRows: 2 });
  expect(filled).toEqual({ values: [3, 3, 3, 4, 5], filled: 1, held: 0, unfilled: undefined });
  expect(fillAll([_, _, _, 3], { fill: 'ffill', padRows: 2 }).unfilled).toEqual({ row: 2, channel: 0, count: 1 });
  expect(fillAll([_, _, _, 3], { fill: 'seasonal', season: 1, padRows: 2 }).unfilled).toEqual({
    row: 2,
    channel: 0,
    count: 1,
  });
});

it('holds a line at the end of a split, and goes on with it behind', () => {
  const { values, held } = fillAll([0, _, _, _, _, _, 12], { fill: 'linear', ends: [3, 5, 7] });
  expect(values).toEqual([0, 0, 0, 0, 0, 10, 12]);
  expect(held).toBe(4);
});

it('does not carry a value back over the end of a split, unless nothing of the series is observed before', () => {
  const plan = { fill: 'mask', width: 2, ends: [2, 4] } as const;
  expect(fillAll([1, _, 2, _, 3, 7, 4, 8], plan).values).toEqual([1, 0, 2, 0, 3, 7, 4, 8]);
  expect(fillAll([_, _, _, _, 3, 7, 4, 8], plan).values).toEqual([3, 7, 3, 7, 3, 7, 4, 8]);
});

// What a model learns from and what it is stopped on must not depend on the rows that it is judged on.
it('never lets a row of a later split change one of an earlier split that has an observed value', () => {
  const value = fc.oneof(fc.float({ min: -10, max: 10, noNaN: true }), fc.constant(NaN));
  const rows = fc.array(value, { minLength: 24, maxLength: 24 });
  const fills = fc.constantFrom<Fill>('ffill', 'linear', 'seasonal', 'mask');
  fc.assert(
    fc.property(
      fc.tuple(rows, rows, fills),
      size,
      fc.integer({ min: 1, max: 11 }),
      ([cells, poison, fill], blockRows, end) => {
        fc.pre(cells.slice(0, 2 * end).some((cell) => !Number.isNaN(cell)));
        const plan = { fill, width: 2, season: 3, ends: [end, 12] };
        // Unfilled values are an error of the whole file, whose place may well depend on later rows.
        const before = (list: readonly number[]) => fillAll(list, plan, blockRows).values.slice(0, 2 * end);
        const [clean, poisoned] = [before(cells), before([...cells.slice(0, 2 * end), ...poison.slice(2 * end)])];
        clean.forEach((cell, i) => {
          if (!Number.isNaN(cell) && !Number.isNaN(poisoned[i])) expect(poisoned[i]).toBe(cell);
        });
      },
    ),
  );
});
