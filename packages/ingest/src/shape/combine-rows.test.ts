import { parseStep } from '@tsdistill/contracts';
import fc from 'fast-check';
import { bucketOf } from './bucket';
import { COMBINE_ACTIONS, type CombineAction, createCombiner } from './combine-rows';

const value = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -50, max: 50 }) }, fc.constant(NaN));
const rowsOf = fc
  .array(fc.record({ time: fc.integer({ min: 0, max: 30 }), value }), { minLength: 1, maxLength: 40 })
  .map((rows) => rows.sort((a, b) => a.time - b.time));

/** One channel through a combiner in blocks of `size`. */
function combine(
  rows: readonly { time: number; value: number }[],
  action: CombineAction,
  size: number,
  keyOf = (time: number) => time,
) {
  const out: [number, number][] = [];
  const combiner = createCombiner(
    { keyOf, actions: [action] },
    {
      begin: () => undefined,
      rows: ({ rowCount, times, values }) => {
        for (let row = 0; row < rowCount; row++) out.push([times[row]!, values[row]!]);
      },
      end: () => undefined,
    },
  );
  combiner.begin('a');
  for (let at = 0; at < rows.length; at += size) {
    const block = rows.slice(at, at + size);
    combiner.rows({
      rowCount: block.length,
      times: Float64Array.from(block, ({ time }) => time),
      sourceRows: Uint32Array.from(block, (_, i) => at + i),
      values: Float32Array.from(block, (row) => row.value),
    });
  }
  combiner.end();
  return { out, combined: combiner.combined() };
}

/** The slow way, with the array methods of the language. */
const SLOW: Record<CombineAction, (values: readonly number[]) => number | undefined> = {
  first: (values) => values[0],
  last: (values) => values.at(-1),
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};

it.each(COMBINE_ACTIONS)('takes the %s of the values that are there, and leaves missing what no row has', (action) => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9 }), (rows, size, width) => {
      const keyOf = (time: number) => Math.floor(time / width) * width;
      const { out, combined } = combine(rows, action, size, keyOf);
      const keys = [...new Set(rows.map(({ time }) => keyOf(time)))];
      const present = (key: number) =>
        rows.filter((row) => keyOf(row.time) === key && !Number.isNaN(row.value)).map((row) => row.value);
      expect(out).toEqual(
        keys.map((key) => [key, present(key).length === 0 ? NaN : Math.fround(SLOW[action](present(key))!)]),
      );
      expect(combined).toBe(rows.length - keys.length);
    }),
  );
});

it.each([
  ['PT6H', '2024-03-10T07:59:00Z', '2024-03-10T06:00:00Z'],
  ['P1D', '2024-03-10T23:59:59Z', '2024-03-10T00:00:00Z'],
  ['P1W', '2024-03-10T12:00:00Z', '2024-03-04T00:00:00Z'],
  ['P1W', '1969-12-31T00:00:00Z', '1969-12-29T00:00:00Z'],
  ['P1M', '2024-02-29T10:00:00Z', '2024-02-01T00:00:00Z'],
  ['P3M', '2024-12-31T10:00:00Z', '2024-10-01T00:00:00Z'],
  ['P1Y', '1969-06-01T00:00:00Z', '1969-01-01T00:00:00Z'],
])('%s: %s lies in the bucket of %s', (frequency, time, bucket) => {
  const step = parseStep(frequency);
  if (!step || step.kind === 'business-days') throw new Error('no bucket');
  expect(new Date(bucketOf(step)(Date.parse(time))).toISOString()).toBe(new Date(bucket).toISOString());
});
