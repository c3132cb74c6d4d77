import fc from 'fast-check';
import type { ColumnChunk } from './decode-chunk';
import { batchRows, gatherBatches } from './gather-batches';

/** Row r of column c holds 1000 c + r; the rows come in chunks of the given lengths. */
async function* chunksOf(lengths: readonly number[], columnCount: number): AsyncGenerator<ColumnChunk> {
  let first = 0;
  for (const rowCount of lengths) {
    const at = (row: number) => first + row;
    const values = Array.from({ length: columnCount }, (_, c) =>
      Float32Array.from({ length: rowCount }, (_, r) => 1000 * c + at(r)),
    );
    yield { rowCount, timestamps: BigInt64Array.from({ length: rowCount }, (_, r) => BigInt(at(r))), values };
    first += rowCount;
    await Promise.resolve();
  }
}

it('gives the same batches, row by row, however the rows were cut into chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 70 }),
      async (lengths, columnCount, size) => {
        const total = lengths.reduce((a, b) => a + b, 0);
        const rows: number[][] = [];
        const counts: number[] = [];
        for await (const batch of gatherBatches(chunksOf(lengths, columnCount), columnCount, size)) {
          counts.push(batch.rowCount);
          for (let i = 0; i < batch.rowCount; i++)
            rows.push([Number(batch.timestamps[i]), ...batch.target.subarray(i * columnCount, (i + 1) * columnCount)]);
        }
        expect(rows).toEqual(
          Array.from({ length: total }, (_, r) => [r, ...Array.from({ length: columnCount }, (_, c) => 1000 * c + r)]),
        );
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
