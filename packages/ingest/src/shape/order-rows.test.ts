import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { orderRows } from './order-rows';
import { RowSpool } from './row-spool';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-spool-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Row {
  readonly slot: number;
  readonly time: number;
}

/** Spools rows whose values are the source row and its negative, and reads every series back. */
function sort(rows: readonly Row[]) {
  const spool = new RowSpool(join(folder, 'rows'), 2);
  try {
    const columns = {
      times: Float64Array.from(rows, ({ time }) => time),
      values: [Float32Array.from(rows, (_, row) => row), Float32Array.from(rows, (_, row) => -row)],
    };
    rows.forEach(({ slot }, row) => spool.add(slot, row, columns, row));
    return Array.from({ length: spool.seriesCount }, (_, slot) => {
      const out: number[][] = [];
      const blocks = orderRows(spool, slot, 2);
      let next = blocks.next();
      for (; !next.done; next = blocks.next()) {
        const { rowCount, times, sourceRows, values } = next.value;
        for (let row = 0; row < rowCount; row++)
          out.push([times[row]!, sourceRows[row]!, values[2 * row]!, values[2 * row + 1]!]);
      }
      return { out, backCount: next.value };
    });
  } finally {
    spool.discard();
  }
}

/** The slow way: a stable sort of each series. */
const expected = (rows: readonly Row[], slot: number) =>
  rows
    .map((row, index) => ({ ...row, index }))
    .filter((row) => row.slot === slot)
    .sort((a, b) => a.time - b.time)
    .map(({ time, index }) => [time, index, index, -index]);

it('gives back every row of every series, in order of time, equal times in the order of the file', () => {
  // Slots are numbered as they are first met, which the length of the series makes hold here.
  const rowsOf = fc.array(fc.record({ slot: fc.nat({ max: 4 }), time: fc.nat({ max: 20 }) }), {
    minLength: 1,
    maxLength: 400,
  });
  fc.assert(
    fc.property(rowsOf, (raw) => {
      const slots = [...new Set(raw.map(({ slot }) => slot))];
      const rows = raw.map((row) => ({ ...row, slot: slots.indexOf(row.slot) }));
      const sorted = sort(rows);
      expect(sorted.map(({ out }) => out)).toEqual(slots.map((_, slot) => expected(rows, slot)));
      sorted.forEach(({ backCount }, slot) => {
        const times = rows.filter((row) => row.slot === slot).map(({ time }) => time);
        expect(backCount).toBe(times.filter((time, i) => i > 0 && time < times[i - 1]!).length);
      });
    }),
    { numRuns: 60 },
  );
});

it('holds more rows than its memory does: blocks of growing length lie on disk', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => ({ slot: i % 2, time: i % 2 === 0 ? i : -i }));
  const [first, second] = sort(rows);
  expect(first!.out).toEqual(expected(rows, 0));
  expect(second!.out).toEqual(expected(rows, 1));
});

it('leaves no file behind', () => {
  expect(readdirSync(folder)).toEqual([]);
});
