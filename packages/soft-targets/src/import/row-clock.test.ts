import fc from 'fast-check';
import { createRowClock } from './row-clock';

const times = (...values: number[]) => BigInt64Array.from(values, BigInt);

// The slow, obvious version: search each series from its start.
it('finds the row that a search from the start finds, whatever was asked before', () => {
  const ascending = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1 })
    .map((a) => a.sort((x, y) => x - y));
  const questions = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -1, max: 61 })));
  fc.assert(
    fc.property(fc.tuple(ascending, ascending, ascending), questions, (all, asked) => {
      const clock = createRowClock(
        { series: all.map((rows) => ({ rowCount: rows.length })) as never },
        times(...all.flat()),
      );
      for (const [series, ms] of asked) expect(clock.rowOf(series, ms)).toBe(all[series]!.indexOf(ms));
    }),
  );
});

it('says the time of a row, from either end', () => {
  const clock = createRowClock({ series: [{ rowCount: 2 }, { rowCount: 3 }] as never }, times(1, 2, 7, 8, 9));
  expect([clock.timeOf(1, 0), clock.timeOf(1, -1), clock.timeOf(0, 1), clock.timeOf(0, 2)]).toEqual([7, 9, 2, NaN]);
});
