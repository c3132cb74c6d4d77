import { parseStep } from '@tsdistill/contracts';
import fc from 'fast-check';
import { createFindings } from '../faults/findings';
import { createGrid } from './check-grid';
import type { RowBlock, RowSink } from './row-block';

const STEP = 10;
const FAULTS = ['TIMESTAMP_DUPLICATE', 'TIMESTAMP_OFF_GRID', 'TIMESTAMP_GAP'] as const;

/** A sink that keeps what it is given. */
function keep() {
  const rows: { time: number; value: number }[] = [];
  const sink: RowSink = {
    begin: () => undefined,
    rows: ({ rowCount, times, values }) => {
      for (let row = 0; row < rowCount; row++) rows.push({ time: times[row]!, value: values[row]! });
    },
    end: () => undefined,
  };
  return { rows, sink };
}

function blockOf(times: readonly number[], first: number): RowBlock {
  return {
    rowCount: times.length,
    times: Float64Array.from(times),
    sourceRows: Uint32Array.from(times, (_, i) => first + i),
    values: Float32Array.from(times, (_, i) => first + i),
  };
}

/** Sends one series through a grid in blocks of `size`. */
function send(
  times: readonly number[],
  { size = 3, fill = false, step = { kind: 'fixed', ms: STEP } as const, id = 'a' } = {},
) {
  const findings = createFindings();
  const { rows, sink } = keep();
  const grid = createGrid({ step, fill, width: 1 }, findings, sink);
  grid.begin(id);
  for (let at = 0; at < times.length; at += size) grid.rows(blockOf(times.slice(at, at + size), at));
  grid.end();
  return { findings: findings.all, rows, counts: grid.counts() };
}

/** The slow way: every fault as a list of its places. */
function expected(times: readonly number[]) {
  const faults: Record<string, { row: number; missing: number }[]> = {};
  times.forEach((time, row) => {
    if (row === 0) return;
    const step = time - times[row - 1]!;
    const add = (fault: string, missing = 0) => (faults[fault] ??= []).push({ row, missing });
    if (step === 0) add('TIMESTAMP_DUPLICATE');
    else if (step % STEP > 0) add('TIMESTAMP_OFF_GRID');
    else if (step > STEP) add('TIMESTAMP_GAP', step / STEP - 1);
  });
  return faults;
}

const ordered = fc
  .array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 })
  .map((times) => times.sort((a, b) => a - b));

it('finds the first place of every fault and counts the others, however the rows come in blocks', () => {
  fc.assert(
    fc.property(ordered, fc.integer({ min: 1, max: 7 }), (times, size) => {
      const { findings, rows } = send(times, { size });
      const places = expected(times);
      for (const fault of FAULTS) {
        const [first, ...others] = places[fault] ?? [];
        const finding = findings.get(fault);
        expect(finding?.sourceRow).toBe(first?.row);
        expect(finding?.missing).toBe(first?.missing);
        expect(finding?.previousMs).toBe(first && times[first.row - 1]);
        expect(finding?.values).toEqual(first && [first.row - 1, first.row]);
        expect(finding?.count).toBe(first && others.length + 1);
        expect(finding?.totalMissing).toBe(first && [first, ...others].reduce((sum, { missing }) => sum + missing, 0));
      }
      expect(rows).toEqual(times.map((time, value) => ({ time, value })));
    }),
  );
});

it('fills exactly the missing rows of the grid with rows without values', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 80 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 7 }),
      (places, size) => {
        const times = places.sort((a, b) => a - b).map((place) => place * STEP);
        const { rows, findings } = send(times, { size, fill: true });
        const [from, to] = [times[0]!, times.at(-1)!];
        const grid = Array.from({ length: (to - from) / STEP + 1 }, (_, i) => from + i * STEP);
        expect(rows.map(({ time }) => time)).toEqual(grid);
        expect(rows.map(({ value }) => value)).toEqual(
          grid.map((time) => (times.includes(time) ? times.indexOf(time) : NaN)),
        );
        expect(findings.size).toBe(0);
      },
    ),
  );
});

it('refuses to fill a gap that only a wrong timestamp explains: a million rows just pass', () => {
  expect(send([0, 1_000_001 * STEP], { fill: true }).rows).toHaveLength(1_000_002);
  expect(send([0, 1_000_002 * STEP], { fill: true }).findings.get('TIMESTAMP_GAP')).toMatchObject({
    missing: 1_000_001,
  });
});

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

it('knows months by the day of the first row, and fills a missing one', () => {
  const step = parseStep('P1M') as never;
  const months = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-05-31', '2024-06-30'].map(day);
  expect(send(months, { step }).findings.get('TIMESTAMP_GAP')).toMatchObject({ sourceRow: 3, missing: 1, count: 1 });
  const { rows } = send(months, { step, fill: true });
  expect(rows.map(({ time }) => new Date(time).toISOString().slice(0, 10))).toEqual([
    '2024-01-31',
    '2024-02-29',
    '2024-03-31',
    '2024-04-30',
    '2024-05-31',
    '2024-06-30',
  ]);
  expect(send([day('2024-01-31'), day('2024-03-02')], { step }).findings.get('TIMESTAMP_OFF_GRID')).toMatchObject({
    count: 1,
  });
});

it('takes a missing weekday for a holiday and a row on a weekend for a fault, on business days', () => {
  const step = parseStep('B') as never;
  const week = ['2024-01-04', '2024-01-05', '2024-01-08', '2024-01-10'].map(day);
  expect(send(week, { step }).findings.size).toBe(0);
  expect(send([...week, day('2024-01-13')], { step }).findings.get('TIMESTAMP_OFF_GRID')).toMatchObject({
    sourceRow: 4,
  });
  expect(send([day('2024-01-06'), day('2024-01-08')], { step }).findings.get('TIMESTAMP_OFF_GRID')).toMatchObject({
    sourceRow: 0,
  });
  expect(send([...week, day('2024-01-11') + 1], { step }).findings.get('TIMESTAMP_OFF_GRID')).toMatchObject({
    sourceRow: 4,
  });
});

it('counts the steps, usual and other', () => {
  const { counts } = send([20, 30, 40, 60, 60, 65]);
  expect(counts.usual).toBe(2);
  expect([...counts.others]).toEqual([
    [20, 1],
    [5, 1],
  ]);
});

it('counts at most 1,000 distinct steps, so that a column of random times does not fill the memory', () => {
  const times = Array.from({ length: 3000 }, (_, i) => (i * (i + 1)) / 2);
  expect(send(times, { size: 100 }).counts.others.size).toBe(1000);
});

it('begins each series anew', () => {
  const findings = createFindings();
  const grid = createGrid({ step: { kind: 'fixed', ms: STEP }, fill: false, width: 1 }, findings, keep().sink);
  for (const id of ['a', 'b', 'c']) {
    grid.begin(id);
    grid.rows(blockOf([0, 10, id === 'a' ? 20 : 40], 0));
    grid.end();
  }
  expect(findings.all.get('TIMESTAMP_GAP')).toMatchObject({ series: 'b', count: 2, seriesCount: 2, totalMissing: 4 });
});
