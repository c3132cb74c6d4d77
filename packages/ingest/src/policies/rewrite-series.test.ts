import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArrowWriter,
  type Channels,
  HashingFile,
  parseStep,
  readTable,
  seriesColumns,
  withArrowFile,
} from '@tsdistill/contracts';
import fc from 'fast-check';
import type { Fill } from './fill-values';
import { rewriteSeries } from './rewrite-series';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-rewrite-'));
afterAll(() => rmSync(folder, { recursive: true }));

const _ = NaN;
const HOUR = 3_600_000;
const CHANNELS: Channels = { target: ['a', 'b'], past: ['p'], known: ['k'], static: [] };
/** a, b, p, k */
type Row = readonly [number, number, number, number];

interface Given {
  readonly rows: readonly Row[];
  readonly observed?: number;
  readonly pad?: number;
  readonly ends?: readonly [number, number, number];
}

let files = 0;
const newFile = () => new HashingFile(join(folder, `${files++}.arrow`));

/** Writes the rows of some series, hourly from 1970, and rewrites them. */
function rewrite(given: readonly Given[], fill: Fill, { season = 2, blockRows = 100 } = {}) {
  const source = newFile();
  const writer = new ArrowWriter(source, seriesColumns(CHANNELS, false), {});
  const rows = given.flatMap((series) => series.rows);
  const column = (...places: readonly number[]) =>
    Float32Array.from(rows.flatMap((row) => places.map((at) => row[at]!)));
  writer.append(rows.length, {
    timestamp: BigInt64Array.from(given.flatMap((series) => series.rows.map((__, row) => BigInt(row * HOUR)))),
    target: column(0, 1),
    past: column(2),
    known: column(3),
  });
  writer.finish();
  source.finish();
  let firstRow = 0;
  const kept = given.map(({ rows: { length: rowCount }, observed = rowCount, pad = 0, ends }, index) => {
    const [train, validation, test] = ends ?? [rowCount + pad, rowCount + pad, rowCount + pad];
    const read = { id: `s${index}`, firstRow, rowCount, startMs: 0 };
    firstRow += rowCount;
    const borders = { train: [0, train], validation: [train, validation], test: [validation, test] } as const;
    return { read, padRows: pad, observedRowCount: observed + pad, borders };
  });
  const file = newFile();
  const plan = {
    channels: CHANNELS,
    step: parseStep('PT1H')!,
    season,
    fill,
    blockRows,
    describeTimes: () => undefined,
  };
  const report = withArrowFile(source.path, (opened) => {
    const steps = rewriteSeries(file, opened, kept, plan);
    for (let next = steps.next(); ; next = steps.next()) if (next.done) return next.value;
  });
  file.finish();
  const table = readTable(file.path, seriesColumns(CHANNELS, report.isMasked));
  return {
    report,
    timestamp: [...table['timestamp']!].map(Number),
    target: [...(table['target'] as Float32Array)],
    past: [...(table['past'] as Float32Array)],
    known: [...(table['known'] as Float32Array)],
    mask: [...((table['mask'] as Uint8Array | undefined) ?? [])],
  };
}

it('fills targets, past and known channels, masks what was not observed, and counts each', () => {
  const rows: Row[] = [
    [1, 10, 5, 0],
    [_, 20, _, 1],
    [3, _, 7, _],
    [_, _, 8, 3],
  ];
  const { report, target, past, known, mask } = rewrite([{ rows }], 'ffill');
  expect(target).toEqual([1, 10, 1, 20, 3, 20, 3, 20]);
  expect(past).toEqual([5, 5, 7, 8]);
  expect(known).toEqual([0, 1, 1, 3]);
  expect(mask).toEqual([1, 1, 0, 1, 1, 0, 0, 0]);
  expect(report).toEqual({
    isMasked: true,
    observed: [Uint8Array.of(1, 1, 1, 0)],
    filled: { target: 4, past: 1, known: 1 },
    held: 0,
    padded: 0,
    unfilled: undefined,
  });
});

it('writes no mask when only covariates were missing, or nothing was', () => {
  const { report, past } = rewrite(
    [
      {
        rows: [
          [1, 2, 3, 0],
          [1, 2, _, 0],
          [1, 2, 5, 0],
        ],
      },
    ],
    'linear',
  );
  expect(report).toMatchObject({ isMasked: false, observed: [], filled: { target: 0, past: 1, known: 0 } });
  expect(past).toEqual([3, 4, 5]);
});

it('leaves the rows behind the last target as they are, but for known channels', () => {
  const rows: Row[] = [
    [1, 1, 1, 1],
    [2, 2, 2, 2],
    [_, _, _, _],
    [_, _, _, 4],
  ];
  const { target, past, known, mask, report } = rewrite([{ rows, observed: 2 }, { rows: [[_, 1, 1, 1]] }], 'mask');
  expect(target.slice(4)).toEqual([_, _, _, _, 0, 1]);
  expect(past).toEqual([1, 2, _, _, 1]);
  expect(known).toEqual([1, 2, 2, 4, 1]);
  expect(mask.slice(4)).toEqual([0, 0, 0, 0, 0, 1]);
  expect(report.filled).toEqual({ target: 1, past: 0, known: 1 });
});

it('pads before the first row, back in time, with its values', () => {
  const { timestamp, target, past, known, mask, report } = rewrite(
    [
      {
        rows: [
          [1, 2, 3, 4],
          [5, 6, 7, 8],
        ],
        pad: 2,
      },
    ],
    'mask',
  );
  expect(timestamp).toEqual([-2 * HOUR, -HOUR, 0, HOUR]);
  expect(target).toEqual([1, 2, 1, 2, 1, 2, 5, 6]);
  expect([past, known]).toEqual([
    [3, 3, 3, 7],
    [4, 4, 4, 8],
  ]);
  expect(mask).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect(report).toMatchObject({
    padded: 2,
    filled: { target: 0, past: 0, known: 0 },
    observed: [Uint8Array.of(0, 0, 1, 1)],
  });
});

it('says where the first value is that cannot be filled, and counts those of all series', () => {
  const good: Given = { rows: [[1, 1, 1, 1]] };
  const { report } = rewrite(
    [
      good,
      {
        rows: [
          [1, 1, 1, 1],
          [1, _, 1, 1],
          [1, _, _, 1],
        ],
      },
      { rows: [[_, 1, _, 1]] },
    ],
    'linear',
  );
  expect(report.unfilled).toEqual({ series: 's1', column: 'b', timeMs: HOUR, count: 5, seriesCount: 2 });
});

const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(NaN));
const row = fc.tuple(value, value, value, value);
const panel = fc.array(fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 25 }), pad: fc.nat(5) }), {
  minLength: 1,
  maxLength: 4,
});

it('does not depend on how many rows it holds at a time; its counts add up to the missing values', () => {
  fc.assert(
    fc.property(
      panel,
      fc.constantFrom<Fill>('ffill', 'linear', 'seasonal', 'mask'),
      fc.integer({ min: 1, max: 9 }),
      (given, fill, blockRows) => {
        const split = given.map((series): Given => ({ ...series, ends: [3, 6, 9] }));
        const whole = rewrite(split, fill);
        expect(rewrite(split, fill, { blockRows })).toEqual(whole);
        const missing = (at: number) =>
          given.flatMap(({ rows }) => rows).filter((cells) => Number.isNaN(cells[at])).length;
        expect(whole.report.filled).toEqual({ target: missing(0) + missing(1), past: missing(2), known: missing(3) });
        expect(whole.report.padded).toBe(given.reduce((sum, { pad }) => sum + pad, 0));
        const left = [whole.target, whole.past, whole.known].flat().filter(Number.isNaN).length;
        const padLeft = given.every(({ pad }) => pad === 0) ? left : Infinity;
        expect(whole.report.unfilled?.count ?? 0).toBeLessThanOrEqual(left);
        expect(whole.report.unfilled?.count ?? 0).toBe(Math.min(padLeft, left));
      },
    ),
    { numRuns: 25 },
  );
});
