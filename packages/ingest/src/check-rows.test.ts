import fc from 'fast-check';
import { createRowChecks, ROW_FAULTS } from './check-rows';
import { NO_TIME } from './gather-batches';

interface Row {
  readonly time: number | undefined;
  readonly values: readonly [number, number];
}

const STEP = 10;
const timeOf = fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 9 });
const value = fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.constantFrom(NaN, Infinity, -Infinity));
const rowsOf = fc.array(fc.record<Row>({ time: timeOf, values: fc.tuple(value, value) }), {
  minLength: 1,
  maxLength: 40,
});

/** The rows in batches of `size`, checked one after the other. */
function report(rows: readonly Row[], size: number) {
  const checks = createRowChecks(STEP);
  for (let at = 0; at < rows.length; at += size) {
    const batch = rows.slice(at, at + size);
    checks.check({
      rowCount: batch.length,
      timestamps: BigInt64Array.from(batch, ({ time }) => (time === undefined ? NO_TIME : BigInt(time))),
      target: Float32Array.from(batch.flatMap(({ values }) => values)),
    });
  }
  return checks.report();
}

/** The slow way: every fault as a list of its places. */
function expected(rows: readonly Row[]): Record<string, { row: number; channel: number; step: number }[]> {
  const faults: Record<string, { row: number; channel: number; step: number }[]> = {};
  const add = (fault: string, row: number, channel = 0, step = 0) =>
    (faults[fault] ??= []).push({ row, channel, step });
  rows.forEach(({ time, values }, row) => {
    const before = rows
      .slice(0, row)
      .flatMap((earlier) => earlier.time ?? [])
      .at(-1);
    if (time === undefined) add('TIMESTAMP_INVALID', row);
    else if (before !== undefined && time < before) add('TIMESTAMP_UNORDERED', row, 0, time - before);
    else if (before === time) add('TIMESTAMP_DUPLICATE', row, 0, 0);
    else if (before !== undefined && (time - before) % STEP > 0) add('TIMESTAMP_OFF_GRID', row, 0, time - before);
    else if (before !== undefined && time - before > STEP) add('TIMESTAMP_GAP', row, 0, time - before);
    values.forEach((x, channel) => {
      if (!Number.isFinite(x)) add(Number.isNaN(x) ? 'VALUE_MISSING' : 'VALUE_INFINITE', row, channel);
    });
  });
  return faults;
}

it('finds the first place of every fault and counts the others, however the rows come in batches', () => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 1, max: 7 }), (rows, size) => {
      const { findings, rowCount } = report(rows, size);
      expect(rowCount).toBe(rows.length);
      const places = expected(rows);
      for (const fault of ROW_FAULTS) {
        const [first, ...others] = places[fault] ?? [];
        const finding = findings.get(fault);
        expect(finding?.row).toBe(first?.row);
        expect(finding?.channel).toBe(first?.channel);
        expect(finding?.stepMs).toBe(first?.step);
        expect(finding?.count).toBe(first && others.length + 1);
        expect(finding?.totalMs).toBe(first && [first, ...others].reduce((sum, { step }) => sum + step, 0));
      }
    }),
  );
});

it('counts the steps forward and keeps the first time', () => {
  const rows = [20, 30, 40, 60, 60, 50].map((time): Row => ({ time, values: [1, 1] }));
  const { steps, startMs } = report(rows, 2);
  expect([...steps]).toEqual([
    [10, 2],
    [20, 1],
  ]);
  expect(startMs).toBe(20);
});

it('counts at most 1,000 distinct steps, so that a column of random times does not fill the memory', () => {
  const rows = Array.from({ length: 3000 }, (_, i): Row => ({ time: (i * (i + 1)) / 2, values: [1, 1] }));
  expect(report(rows, 100).steps.size).toBe(1000);
});
