import fc from 'fast-check';
import { createGatherer, type GatheredColumns } from './gather-rows';
import { batchRows } from './row-block';

/** Row r of column c holds 1000 c + r; the rows come in chunks of the given lengths. */
function chunksOf(lengths: readonly number[], columnCount: number): GatheredColumns[] {
  let first = 0;
  return lengths.map((rowCount) => {
    const at = (row: number) => first + row;
    const values = Array.from({ length: columnCount }, (_, c) =>
      Float32Array.from({ length: rowCount }, (_, r) => 1000 * c + at(r)),
    );
    const chunk = { rowCount, times: Float64Array.from({ length: rowCount }, (_, r) => -at(r)), values };
    first += rowCount;
    return chunk;
  });
}

it('gives the same batches, row by row, however the rows were cut into chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 70 }),
      (lengths, columnCount, size) => {
        const total = lengths.reduce((a, b) => a + b, 0);
        const rows: number[][] = [];
        const counts: number[] = [];
        const gatherer = createGatherer(columnCount, size, ({ rowCount, times, sourceRows, values }) => {
          counts.push(rowCount);
          for (let i = 0; i < rowCount; i++)
            rows.push([times[i]!, sourceRows[i]!, ...values.subarray(i * columnCount, (i + 1) * columnCount)]);
        });
        for (const chunk of chunksOf(lengths, columnCount)) gatherer.add(chunk);
        gatherer.finish();
        const columns = (r: number) => Array.from({ length: columnCount }, (_, c) => 1000 * c + r);
        expect(rows).toEqual(Array.from({ length: total }, (_, r) => [-r, r, ...columns(r)]));
        expect(counts.slice(0, -1).every((count) => count === size)).toBe(true);
        expect(counts.length).toBe(Math.ceil(total / size));
      },
    ),
  );
});

it('holds about 8 MiB a batch, and at least one row', () => {
  expect(batchRows(321) * 321 * 4).toBeGreaterThan(8_000_000);
  expect(batchRows(321) * 321 * 4).toBeLessThanOrEqual(8 << 20);
  expect(batchRows(10_000_000)).toBe(1);
  expect(batchRows(1)).toBe(65_536);
});
