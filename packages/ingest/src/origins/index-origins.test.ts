import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HashingFile, ORIGIN_COLUMNS, readTable, selectOrigins, type Split, SPLITS } from '@tsdistill/contracts';
import fc from 'fast-check';
import { indexOrigins, type OriginRun, type SeriesWindows, type WindowShape } from './index-origins';
import { writeOrigins } from './write-origins';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-origins-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes origins in small batches and reads them back. */
function written(runs: Iterable<OriginRun>, batchRows = 1000) {
  const file = new HashingFile(join(folder, `${Math.random()}.arrow`));
  const counts = writeOrigins(file, runs, batchRows);
  file.finish();
  return { counts, origins: readTable(file.path, ORIGIN_COLUMNS) };
}

const ofSplits = (train: number, validation: number, test: number): SeriesWindows => ({
  borders: { train: [0, train], validation: [train, validation], test: [validation, test] },
  rowCount: test,
  observedRowCount: test,
});
const originsOf = (series: SeriesWindows, shape: Partial<WindowShape>, split: Split) => {
  const runs = [...indexOrigins([series], { horizon: 4, stride: 1, hasKnown: false, ...shape })];
  return runs.filter((run) => run.split === split).flatMap(({ origins }) => [...origins]);
};

// Windows counted by the Time-Series-Library (lookback 96) and by TimeDistill (720) on ETTh1 with horizon 96.
it.each([
  [96, [8449, 2785, 2785]],
  [720, [7825, 2785, 2785]],
])('gives the published number of windows on the ETT borders at lookback %d', (lookback, counts) => {
  const runs = indexOrigins([ofSplits(8640, 11_520, 14_400)], { horizon: 96, stride: 1, hasKnown: false });
  const { origins } = written(runs);
  expect(
    (['train', 'validation', 'test'] as const).map((split) => selectOrigins(origins, split, lookback).length),
  ).toEqual(counts);
});

const bits = (length: number) => fc.array(fc.constantFrom(0, 0, 1), { minLength: length, maxLength: length });
const panel = fc.array(
  fc
    .tuple(fc.nat(40), fc.nat(20), fc.nat(20))
    .chain(([a, b, c]) => fc.tuple(fc.constant([a, b, c] as const), fc.option(bits(a + b + c)))),
  { minLength: 1, maxLength: 4 },
);

it('keeps every target inside its split, an observed one in each window, and misses none', () => {
  fc.assert(
    fc.property(
      panel,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (list, horizon, stride, batchRows) => {
        const series = list.map(([[a, b, c], observed]) => ({
          ...ofSplits(a, a + b, a + b + c),
          ...(observed && { observed: Uint8Array.from(observed) }),
        }));
        const { counts, origins } = written(indexOrigins(series, { horizon, stride, hasKnown: false }), batchRows);
        // The slow way: look at every row of every split of every series.
        const expected = (['train', 'validation', 'test'] as const).flatMap((split) =>
          series.flatMap(({ borders, observed }, index) => {
            const [from, to] = borders[split];
            const rows = Array.from({ length: Math.max(0, to - Math.max(from, 1)) }, (_, i) => Math.max(from, 1) + i);
            const isObserved = (row: number) => !observed || observed[row] === 1;
            const targets = (row: number) => Array.from({ length: horizon }, (_, i) => row + i);
            return rows
              .filter((row, i) => i % stride === 0 && row + horizon <= to && targets(row).some(isObserved))
              .map((row) => [SPLITS.indexOf(split), index, row]);
          }),
        );
        const found = [...origins.origin].map((row, i) => [origins.split[i], origins.series[i], row]);
        expect(found.filter(([split]) => split !== 3)).toEqual(expected);
        expect(counts.train + counts.validation + counts.test).toBe(expected.length);
        expect(counts.future).toBe(found.length - expected.length);
      },
    ),
    { numRuns: 60 },
  );
});

it('accepts a split of exactly one window, and finds none in one that is a row short', () => {
  const just = ofSplits(5, 9, 13);
  expect((['train', 'validation', 'test'] as const).map((split) => originsOf(just, {}, split))).toEqual([
    [1],
    [5],
    [9],
  ]);
  expect(originsOf(ofSplits(4, 8, 12), {}, 'train')).toEqual([]);
  expect(originsOf(ofSplits(5, 8, 12), {}, 'validation')).toEqual([]);
  expect(originsOf(ofSplits(5, 9, 12), {}, 'test')).toEqual([]);
});

it('has one future origin a series, behind its last target, where known channels reach as far as the horizon', () => {
  const series = { ...ofSplits(10, 20, 30), rowCount: 34 };
  expect(originsOf(series, {}, 'future')).toEqual([30]);
  expect(originsOf(series, { hasKnown: true }, 'future')).toEqual([30]);
  expect(originsOf({ ...series, rowCount: 33 }, { hasKnown: true }, 'future')).toEqual([]);
  expect(originsOf({ ...series, rowCount: 30 }, {}, 'future')).toEqual([30]);
});
