import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkArtifact,
  openDataset,
  readOrigins,
  readSeries,
  readStatic,
  type Split,
  SPLITS,
  type StageHost,
} from '@tsdistill/contracts';
import fc from 'fast-check';
import { silentHost } from '@tsdistill/testing';
import type { z } from 'zod';
import { IngestConfig } from './config';
import { runIngest } from './stage';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-policies-'));
const csv = join(folder, 'load.csv');
const out = join(folder, 'ingest');
afterAll(() => rmSync(folder, { recursive: true }));

const log: string[] = [];
const note = (fields: object, message: string) => log.push(`${message} ${JSON.stringify(fields)}`);
const host: StageHost = { ...silentHost(folder), info: note, warn: note };

const _ = NaN;
const settings = {
  files: csv,
  timestamp: 'time',
  frequency: 'PT1H',
  season: 4,
  horizon: 2,
  split: { kind: 'borders', train: 6, validation: 9, test: 12 },
} as const;
type Settings = Partial<z.input<typeof IngestConfig>>;

/** Writes a CSV, ingests it, checks the artifact against its contract, and returns what any later stage would read. */
async function ingest(lines: readonly string[], override: Settings = {}) {
  log.length = 0;
  writeFileSync(csv, `${lines.join('\n')}\n`);
  await runIngest(IngestConfig.parse({ ...settings, ...override }), out, host);
  expect(checkArtifact(out).problems).toEqual([]);
  const dataset = openDataset(out);
  const { meta } = dataset.manifest;
  const { target, past, known, mask, timestamp } = readSeries(dataset);
  const origins = readOrigins(dataset);
  return {
    meta,
    target: [...target],
    past: [...past],
    known: [...known],
    mask: mask && [...mask],
    times: [...timestamp].map((time) => new Date(Number(time)).toISOString().slice(0, 16)),
    statics: [...readStatic(dataset)],
    originsOf: (split: Split) =>
      [...origins.origin]
        .map((origin, i) => [origins.series[i], origin] as const)
        .filter((__, i) => origins.split[i] === SPLITS.indexOf(split)),
    measured: JSON.parse(readFileSync(join(out, 'measured.json'), 'utf8')) as Record<string, unknown>,
  };
}

const hour = (row: number) => new Date(Date.UTC(2024, 0, 1, row)).toISOString().slice(0, 16);
/** Cells by row; a row of undefined is not in the file. */
const table = (header: string, rows: readonly (readonly (number | string)[] | undefined)[]) => [
  header,
  ...rows.flatMap((cells, row) =>
    cells ? [[hour(row), ...cells.map((cell) => (Number.isNaN(cell) ? '' : cell))].join(',')] : [],
  ),
];
/** One target a; NaN = empty cell, undefined = no row. */
const column = (...values: readonly (number | undefined)[]) =>
  table(
    'time,a',
    values.map((value) => (value === undefined ? undefined : [value])),
  );
const thrown = (code: string, context: object) =>
  expect.objectContaining({ code, context: expect.objectContaining(context) });

describe('missing values', () => {
  const GAPS = column(0, 2, _, 6, undefined, undefined, 12, 14, 16, 18, 20, 22, 24);

  it('are an error by default, and so are missing rows', async () => {
    await expect(ingest(column(0, 2, _, 6, 8, 10, 12, 14, 16, 18, 20, 22))).rejects.toMatchObject({
      code: 'VALUE_MISSING',
    });
    await expect(ingest(column(0, 2, 4, 6, undefined, 10, 12, 14, 16, 18, 20, 22, 24))).rejects.toMatchObject({
      code: 'TIMESTAMP_GAP',
    });
  });

  // The train split ends with row 5, inside a gap: the line would show it row 6.
  it.each([
    ['ffill', [0, 2, 2, 6, 6, 6, 12], []],
    ['linear', [0, 2, 4, 6, 6, 6, 12], [{ name: 'missing', action: 'hold', count: 2 }]],
    ['mask', [0, 2, 2, 6, 6, 6, 12], []],
  ] as const)('are filled by %s, masked, counted and said in the log', async (missing, start, held) => {
    const { meta, target, mask, times } = await ingest(GAPS, { missing });
    expect(target).toEqual([...start, 14, 16, 18, 20, 22, 24]);
    expect(mask).toEqual([1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(times).toEqual(Array.from({ length: 13 }, (__, row) => hour(row)));
    expect(meta.masked).toBe(true);
    expect(meta.policies).toEqual([
      { name: 'gap', action: missing, count: 2 },
      { name: 'missing', action: missing, count: 3 },
      ...held,
    ]);
    expect(log.filter((line) => line.includes('policy'))).toHaveLength(meta.policies.length);
  });

  it('are filled by the value of one season before, or of two', async () => {
    const rows = column(0, 1, 2, 3, _, 5, 6, 7, _, 9, 10, _, 12);
    const { target, meta } = await ingest(rows, { missing: 'seasonal' });
    expect(target).toEqual([0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 7, 12]);
    expect(meta.policies).toEqual([{ name: 'missing', action: 'seasonal', count: 3 }]);
  });

  it.each([
    ['ffill', column(_, _, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), hour(0), 2],
    ['linear', column(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, _), hour(12), 1],
    ['seasonal', column(0, 1, _, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), hour(2), 1],
  ] as const)('at an edge are an error of %s with series, column, time and count', async (missing, rows, at, count) => {
    const context = {
      column: 'a',
      at: `${at.replace('T', ' ')}:00`,
      policy: missing,
      count,
      seriesCount: 1,
    };
    await expect(ingest(rows, { missing })).rejects.toEqual(thrown('MISSING_UNFILLED', context));
  });

  it('drop their series, with its statics and weight, and are counted by series', async () => {
    const rows = Array.from({ length: 13 }, (__, row) => row);
    const lines = [
      'time,id,a,size,weight',
      ...rows.map((row) => `${hour(row)},x,${row},10,1`),
      ...rows.flatMap((row) => (row === 5 ? [] : [`${hour(row)},y,${row},20,2`])),
      ...rows.map((row) => `${hour(row)},z,${row === 7 ? '' : row},30,3`),
      ...rows.map((row) => `${hour(row)},zz,${2 * row},40,4`),
    ];
    const panel: Settings = { series: 'id', static: ['size'], weight: 'weight', missing: 'drop-series' };
    const { meta, statics, target, mask } = await ingest(lines, panel);
    expect(meta.series.map(({ id, weight }) => [id, weight])).toEqual([
      ['x', 1],
      ['zz', 4],
    ]);
    expect(statics).toEqual([10, 40]);
    expect(target).toEqual([...rows, ...rows.map((row) => 2 * row)]);
    expect([meta.masked, mask]).toEqual([false, undefined]);
    expect(meta.policies).toEqual([{ name: 'missing', action: 'drop-series', count: 2 }]);
    const none = lines.filter((line) => !/,(x|zz),/.test(line));
    await expect(ingest(none, panel)).rejects.toEqual(thrown('SERIES_NONE_LEFT', { missing: 2, short: 0, total: 2 }));
  });

  it('leave a window without any observed target out of the origins, and refuse a split without one', async () => {
    const rows = column(0, 1, 2, 3, _, _, 6, _, _, 9, 10, 11, 12);
    const { originsOf, meta } = await ingest(rows, { missing: 'mask' });
    expect(originsOf('train')).toEqual([1, 2, 3].map((row) => [0, row]));
    expect(originsOf('validation')).toEqual([[0, 6]]);
    expect(meta.originCounts).toEqual({ train: 3, validation: 1, test: 2, future: 1 });
    await expect(ingest(column(0, 1, 2, 3, 4, 5, _, _, _, 9, 10, 11, 12), { missing: 'mask' })).rejects.toEqual(
      thrown('SPLIT_UNOBSERVED', { split: 'validation', rows: 3, horizon: 2 }),
    );
  });

  it('of covariates are filled too, and counted by role', async () => {
    const rows = table('time,a,p,k', [
      [0, 5, 0],
      [1, _, 1],
      undefined,
      ...Array.from({ length: 10 }, (__, row) => [row + 3, 9, row + 3]),
      [_, _, 13],
      [_, _, 14],
    ]);
    const { past, known, meta } = await ingest(rows, { past: ['p'], known: ['k'], missing: 'linear' });
    expect(past.slice(0, 4)).toEqual([5, expect.closeTo(19 / 3, 5), expect.closeTo(23 / 3, 5), 9]);
    expect(known).toEqual(Array.from({ length: 15 }, (__, row) => row));
    expect(meta.policies).toEqual([
      { name: 'gap', action: 'linear', count: 1 },
      { name: 'missing', action: 'linear', count: 1 },
      { name: 'missing-past', action: 'linear', count: 2 },
      { name: 'missing-known', action: 'linear', count: 1 },
    ]);
  });

  it('are none between business days around a holiday', async () => {
    const days = ['03', '04', '05', '07', '10', '11', '12', '13', '14', '17', '18', '19', '20'];
    const lines = ['time,a', ...days.map((day, row) => `2024-06-${day},${row}`)];
    const { target, meta } = await ingest(lines, { frequency: 'B', missing: 'mask' });
    expect(target).toEqual(days.map((__, row) => row));
    expect([meta.policies, meta.masked]).toEqual([[], false]);
  });
});

describe('the calendar', () => {
  it('has a row for each month, also where the file has none', async () => {
    const months = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => new Date(Date.UTC(2023, month, 0)));
    const lines = ['time,a', ...months.map((day, row) => `${day.toISOString().slice(0, 10)},${row}`)];
    const { times, target, meta } = await ingest(lines, { frequency: 'P1M', missing: 'ffill' });
    expect(times.slice(2, 5)).toEqual(['2023-03-31T00:00', '2023-04-30T00:00', '2023-05-31T00:00']);
    expect(target).toEqual([0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(meta.policies).toEqual([
      { name: 'gap', action: 'ffill', count: 1 },
      { name: 'missing', action: 'ffill', count: 1 },
    ]);
  });

  // New York goes from UTC-5 to UTC-4 on 10 March 2024 at 02:00: that day has 23 hours.
  it('splits at the dates of the clock of the data, across a change of the clock', async () => {
    const first = Date.UTC(2024, 2, 9, 5);
    const lines = [
      'time,a',
      ...Array.from({ length: 95 }, (__, row) => `${new Date(first + row * 3_600_000).toISOString()},${row}`),
    ];
    const split = { kind: 'dates', validation: '2024-03-11', test: '2024-03-12' } as const;
    const { meta } = await ingest(lines, { timezone: 'America/New_York', split });
    expect(meta.series[0]?.borders).toEqual({ train: [0, 47], validation: [47, 71], test: [71, 95] });
  });
});

describe('series of unequal length', () => {
  const split = { kind: 'rolling', cutoffs: 1, cutoff: 0, test: 3, validation: 2 } as const;
  /** Needed: 3 + 2 + horizon 2 + 1 = 8 rows. */
  const panel = (...lengths: readonly number[]) => [
    'time,id,a',
    ...lengths.flatMap((length, s) =>
      Array.from({ length }, (__, row) => `${hour(20 - length + row)},s${s},${100 * (s + 1) + row}`),
    ),
  ];

  it('are an error when one is too short for its splits, with its name and the rows it needs', async () => {
    await expect(ingest(panel(12, 7, 5), { series: 'id', split })).rejects.toEqual(
      thrown('SERIES_TOO_SHORT', { series: 's1', rows: 7, needed: 8, horizon: 2, count: 2, total: 3 }),
    );
    expect((await ingest(panel(12, 8), { series: 'id', split })).meta.policies).toEqual([]);
  });

  it('are padded before their first row, masked and counted by rows', async () => {
    const { meta, target, mask, times, known, originsOf } = await ingest(panel(9, 6), {
      series: 'id',
      split,
      short: 'pad',
      calendar: ['hour'],
    });
    expect(meta.series).toEqual([
      {
        id: 's0',
        rowCount: 11,
        observedRowCount: 9,
        start: '2024-01-01T11:00:00.000Z',
        borders: { train: [0, 4], validation: [4, 6], test: [6, 9] },
      },
      {
        id: 's1',
        rowCount: 10,
        observedRowCount: 8,
        start: '2024-01-01T12:00:00.000Z',
        borders: { train: [0, 3], validation: [3, 5], test: [5, 8] },
      },
    ]);
    expect(target.slice(11)).toEqual([200, 200, 200, 201, 202, 203, 204, 205, _, _]);
    expect(mask?.slice(11)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0]);
    expect(times.slice(11)).toEqual(Array.from({ length: 10 }, (__, row) => hour(12 + row)));
    const sines = times.map((time) => Math.fround(Math.sin((2 * Math.PI * Number(time.slice(11, 13))) / 24)));
    expect(known.filter((__, i) => i % 2 === 0)).toEqual(sines);
    expect(meta.policies).toEqual([{ name: 'short', action: 'pad', count: 2 }]);
    expect(originsOf('train')).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
    ]);
    expect(originsOf('future')).toEqual([
      [0, 9],
      [1, 8],
    ]);
  });

  it('are dropped and counted by series', async () => {
    const { meta, target } = await ingest(panel(9, 6, 8), { series: 'id', split, short: 'drop' });
    expect(meta.series.map(({ id }) => id)).toEqual(['s0', 's2']);
    expect(target).toHaveLength(17);
    expect(meta.policies).toEqual([{ name: 'short', action: 'drop', count: 1 }]);
  });

  it('are refused by borders behind the end of one, which is named', async () => {
    const borders = { kind: 'borders', train: 5, validation: 7, test: 10 } as const;
    await expect(ingest(panel(12, 9), { series: 'id', split: borders })).rejects.toEqual(
      thrown('SERIES_TOO_SHORT', { series: 's1', rows: 9, needed: 10, count: 1, total: 2 }),
    );
  });

  it('are split by the same dates: the one that begins later has fewer train rows', async () => {
    const dates = { kind: 'dates', validation: hour(14).replace('T', ' '), test: hour(17).replace('T', ' ') } as const;
    const { meta } = await ingest(panel(12, 8, 5), { series: 'id', split: dates });
    expect(meta.series.map(({ borders }) => borders)).toEqual([
      { train: [0, 6], validation: [6, 9], test: [9, 12] },
      { train: [0, 2], validation: [2, 5], test: [5, 8] },
      { train: [0, 0], validation: [0, 2], test: [2, 5] },
    ]);
    await expect(ingest(panel(12), { series: 'id', split: { ...dates, test: '2024-02-01' } })).rejects.toEqual(
      thrown('SPLIT_OUTSIDE', { key: 'test', value: '2024-02-01', limit: '2024-01-01 08:00:00 … 2024-01-01 19:00:00' }),
    );
  });
});

describe('scales', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9];

  // Train rows 3 1 4 1 5 9: quartiles 1.5, 3.5, 4.75.
  it.each([
    ['robust', 3.5, 3.25],
    ['min-max', 1, 8],
    ['standard', 23 / 6, Math.sqrt(133 / 6 - (23 / 6) ** 2)],
    ['none', 0, 1],
  ] as const)('are fitted by %s to train rows', async (scaler, shift, scale) => {
    const { meta } = await ingest(column(...values), { scaler });
    expect(meta.scaler).toEqual({
      kind: scaler,
      scope: 'global',
      shift: [[expect.closeTo(shift, 10)]],
      scale: [[expect.closeTo(scale, 10)]],
    });
  });

  it('are fitted after a transform, by column, and carry the lowest forecast', async () => {
    const rows = table(
      'time,a,b',
      values.map((value) => [value, value ** 2]),
    );
    const { meta } = await ingest(rows, { scaler: 'min-max', transform: { b: 'sqrt' }, floor: 0 });
    expect(meta.scaler).toEqual({
      kind: 'min-max',
      scope: 'global',
      shift: [[1, 1]],
      scale: [[8, 8]],
      transform: ['none', 'sqrt'],
      floor: 0,
    });
  });

  it('refuse a value for which the transform does not exist, in any split, and a column that is no target', async () => {
    const wrong = values.map((value, row) => (row === 10 ? -2 : row === 11 ? -1 : value));
    await expect(ingest(column(...wrong), { transform: 'log1p' })).rejects.toEqual(
      thrown('TRANSFORM_DOMAIN', {
        file: csv,
        column: 'a',
        at: '2024-01-01 10:00:00',
        value: -2,
        transform: 'log1p',
        count: 2,
      }),
    );
    await expect(ingest(column(...values), { transform: { A: 'sqrt' } })).rejects.toEqual(
      thrown('TRANSFORM_COLUMN', { column: 'A', targets: ['a'], nearest: 'a' }),
    );
  });

  it('are one for each series where that is asked for; a channel never observed in train is refused', async () => {
    const lines = [
      'time,id,a',
      ...values.flatMap((value, row) => [`${hour(row)},x,${value}`, `${hour(row)},y,${row < 6 ? '' : value}`]),
    ];
    const scaled = { series: 'id', scaler: 'min-max', missing: 'mask' } as const;
    const full = lines.map((line) => line.replace(/,y,$/, ',y,7'));
    const { meta } = await ingest(full, { ...scaled, scalerScope: 'series' });
    expect(meta.scaler).toMatchObject({ scope: 'series', shift: [[1], [7]], scale: [[8], [1]] });
    expect(log.join()).toContain('"columns":"a","series":1');
    await expect(ingest(lines, { ...scaled, scalerScope: 'series' })).rejects.toEqual(
      thrown('TRAIN_UNOBSERVED', { series: 'y', column: 'a', count: 1 }),
    );
    expect((await ingest(lines, scaled)).meta.scaler).toMatchObject({ shift: [[1]], scale: [[8]] });
  });

  it('cover past, known and static covariates, and leave calendar channels and words as they are', async () => {
    const lines = [
      'time,id,a,p,k,size,kind',
      ...[10, 30].flatMap((size, s) =>
        Array.from({ length: 14 }, (__, row) => {
          const cells = row < 12 ? [values[row], 2 * row] : ['', ''];
          return [hour(row), `s${s}`, ...cells, row * 10, size, s === 0 ? 'shop' : 'mall'].join(',');
        }),
      ),
    ];
    const { meta } = await ingest(lines, {
      series: 'id',
      past: ['p'],
      known: ['k'],
      static: ['size', 'kind'],
      calendar: ['hour'],
      scaler: 'min-max',
    });
    expect(meta.channels).toMatchObject({
      known: ['k', 'hour.sin', 'hour.cos'],
      static: ['size', 'kind=mall', 'kind=shop'],
    });
    expect(meta.covariateScaler).toEqual({
      past: { shift: [0], scale: [10] },
      known: { shift: [0, 0, 0], scale: [50, 1, 1] },
      static: { shift: [10, 0, 0], scale: [20, 1, 1] },
    });
  });

  it('report values far from the rest of their train rows, and change none of them', async () => {
    const rows = Array.from({ length: 60 }, (__, row) => (row === 17 ? 1e4 : row === 20 ? 5000 : values[row % 13]!));
    const split = { kind: 'borders', train: 30, validation: 45, test: 60 } as const;
    const { target, measured, meta } = await ingest(column(...rows), { split });
    expect(target).toEqual(rows);
    expect(measured['outliers']).toEqual([
      {
        column: 'a',
        count: 2,
        series: 'main',
        at: '2024-01-01 17:00:00',
        value: 10_000,
        deviations: expect.any(Number),
      },
    ]);
    expect(log.join()).toContain('outliers');
    expect(meta.policies).toEqual([]);
    const later = await ingest(column(...rows.map((value, row) => (row === 50 ? 1e6 : value))), { split });
    expect(later.measured['outliers']).toEqual(measured['outliers']);
  });
});

// What is fitted, and every row a model learns from, must not depend on the rows that it is judged on.
it('fits and fills nothing of the train rows by validation and test rows, whatever these hold', async () => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 99 }) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  );
  const row = fc.tuple(cell, cell, cell);
  const train = fc.array(row, { minLength: 5, maxLength: 5 }).map((rows) => [[1, 2, 3], ...rows]);
  const later = fc.array(row, { minLength: 6, maxLength: 6 }).map((rows) => [...rows, [7, 7, 7]]);
  const choice = fc.record({
    missing: fc.constantFrom('ffill', 'linear', 'mask'),
    scaler: fc.constantFrom('standard', 'robust', 'min-max'),
    transform: fc.constantFrom('none', 'log1p', 'sqrt'),
  } as const);
  await fc.assert(
    fc.asyncProperty(train, fc.tuple(later, later), choice, async (rows, [clean, poison], override) => {
      const read = async (rest: readonly (readonly number[])[]) => {
        const { meta, target, past, mask } = await ingest(table('time,a,b,p', [...rows, ...rest]), {
          ...override,
          past: ['p'],
        });
        const { scaler, covariateScaler } = meta;
        return {
          scaler,
          covariateScaler,
          target: target.slice(0, 12),
          past: past.slice(0, 6),
          mask: mask?.slice(0, 12) ?? new Array(12).fill(1),
        };
      };
      const isObserved = (list: readonly (readonly number[])[], from: number, to: number) =>
        list.slice(from, to).some(([a = NaN, b = NaN]) => !Number.isNaN(a) || !Number.isNaN(b));
      for (const rest of [clean, poison]) fc.pre(isObserved(rest, 0, 3) && isObserved(rest, 3, 6));
      expect(await read(poison)).toEqual(await read(clean));
    }),
    { numRuns: 25 },
  );
});

it('rolls through the data: each cutoff tests the rows before the next one, and future origins stay behind all', async () => {
  const rows = column(...Array.from({ length: 20 }, (__, row) => row));
  const tests: number[][] = [];
  for (const cutoff of [0, 1, 2]) {
    const split = { kind: 'rolling', cutoffs: 3, cutoff, test: 4, validation: 2, window: 5 } as const;
    const { meta, originsOf } = await ingest(rows, { split });
    const [{ borders } = { borders: undefined }] = meta.series;
    const test = 8 + 4 * cutoff;
    expect(borders).toEqual({
      train: [Math.max(0, test - 7), test - 2],
      validation: [test - 2, test],
      test: [test, test + 4],
    });
    tests.push(originsOf('test').map(([, origin]) => origin));
    expect(originsOf('future')).toEqual([[0, 20]]);
  }
  expect(tests).toEqual([
    [8, 9, 10],
    [12, 13, 14],
    [16, 17, 18],
  ]);
});

it('writes the same bytes twice under a policy, and leaves nothing in the folder of half-done work', async () => {
  const rows = column(0, 2, _, 6, undefined, 10, 12, 14, 16, 18, 20, 22, 24);
  const read = async () => {
    await ingest(rows, { missing: 'linear', calendar: ['hour'] });
    return ['manifest.json', 'series.arrow', 'windows.arrow'].map((name) =>
      readFileSync(join(out, name)).toString('hex'),
    );
  };
  expect(await read()).toEqual(await read());
  expect(readdirSync(folder).sort()).toEqual(['ingest', 'load.csv']);
});
