import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentHost, temporaryFolder } from '@tsdistill/testing';
import { inspectFile } from './inspect-file';

/** @file Files whose last rows hold what is known of the future, and nothing of what is to be forecast. */

const folder = temporaryFolder();
const file = join(folder, 'shop.csv');

function inspect(rows: readonly string[], given: Readonly<Record<string, unknown>> = {}) {
  writeFileSync(file, `${['date,store,region,sales,holiday', ...rows].join('\n')}\n`);
  return inspectFile(file, given, silentHost(join(folder, 'work')));
}

const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const holiday = (row: number): string => (row % 29 === 0 ? '1' : '0');

/** Days of one store: 300 with sales, `ahead` without. */
function store(name: string, ahead: number, holidayOf = holiday): readonly string[] {
  const region = name === 'S2' ? 'south' : 'north';
  return Array.from({ length: 300 + ahead }, (_, row) => {
    const sales = row < 300 ? 50 + (row % 7) ** 2 + (row % 11) : '';
    return `${day(row)},${name},${region},${sales},${holidayOf(row)}`;
  });
}
const stores = (ahead: number, holidayOf = holiday) =>
  ['S1', 'S2', 'S3'].flatMap((name) => store(name, ahead, holidayOf));

/** What was suggested before there were known columns: 314 rows, of which 219 and 251 are 70 % and 80 %. */
const AS_TARGETS = {
  files: file,
  timestamp: 'date',
  series: 'store',
  targets: ['sales', 'holiday'],
  frequency: 'P1D',
  season: 7,
  horizon: 14,
  split: { kind: 'dates', validation: '2024-08-07', test: '2024-09-08' },
  missing: 'mask',
};

// 300 days have sales: validation begins behind 210 of them, test behind 240.
const OBSERVED = { kind: 'dates', validation: '2024-07-29', test: '2024-08-28' };
const AS_KNOWN = {
  ...{ files: file, timestamp: 'date', series: 'store', targets: ['sales'], known: ['holiday'] },
  ...{ frequency: 'P1D', season: 7, horizon: 14, split: OBSERVED },
};

it('suggests as known what is filled where the target has ended, and masks nothing', async () => {
  const found = await inspect(stores(14));
  expect(found).toMatchObject({
    isReady: true,
    problems: [],
    covariates: { past: [], known: ['holiday'], static: [] },
  });
  expect(found.suggestion).toEqual(AS_KNOWN);
  expect(found.notes[0]).toBe(
    '"holiday" is filled in 42 rows at the end, in which "sales" is empty: taken as `known` for the future; `known` set to [] makes it a target',
  );
  expect(found.columns[4]).toMatchObject({ name: 'holiday', role: 'known' });
});

it.each([
  [5, 5],
  [4, 4],
  [30, 14],
])('of %p days ahead the horizon is %p', async (ahead, horizon) => {
  const { suggestion, isReady } = await inspect(stores(ahead));
  expect(isReady).toBe(true);
  expect(suggestion).toEqual({ ...AS_KNOWN, horizon });
});

it('takes values of the last three days for late ones', async () => {
  const { suggestion } = await inspect(stores(3));
  expect(suggestion).toMatchObject({ targets: ['sales', 'holiday'], missing: 'mask' });
});

it('takes a sensor that fell silent beside others for no target of theirs', async () => {
  const sensors = (silent: number) =>
    Array.from({ length: 300 }, (_, row) => {
      const [a, b, c] = [1, 2, 3].map((k) => Math.sin((2 * Math.PI * row) / 7 + k) + ((row * 7919 * k) % 101) / 500);
      return [day(row), ...[a, b].map((value) => value!.toFixed(4)), row < 300 - silent ? c!.toFixed(4) : ''].join();
    });
  writeFileSync(file, ['date,a,b,c', ...sensors(10)].join('\n'));
  const { suggestion } = await inspectFile(file, {}, silentHost(join(folder, 'work')));
  expect(suggestion).toMatchObject({ missing: 'mask' });
  expect(suggestion).not.toHaveProperty('known');
});

it('takes the fewest days ahead of all series', async () => {
  const found = await inspect([...store('S1', 14), ...store('S2', 3), ...store('S3', 14)]);
  expect(found).toMatchObject({ isReady: true, suggestion: { known: ['holiday'], horizon: 3 } });
});

it('makes all of them targets where `known` is set to none', async () => {
  const found = await inspect(stores(14), { known: [] });
  expect(found.suggestion).toEqual({ ...AS_TARGETS, known: [] });
  expect(found).not.toHaveProperty('covariates');
});

it('ends the split with the last target where the known columns are given, too', async () => {
  const found = await inspect(stores(5), { known: ['holiday'] });
  expect(found.suggestion).toEqual({ ...AS_KNOWN, horizon: 5 });
});

it('suggests no column that was said to be a target', async () => {
  expect((await inspect(stores(14), { targets: ['sales', 'holiday'] })).suggestion).toEqual(AS_TARGETS);
  expect((await inspect(stores(14), { targets: ['sales'] })).suggestion).toEqual(AS_KNOWN);
});

it('suggests nothing as known that has a hole ahead, and does not take the end of a column for the future', async () => {
  expect((await inspect(stores(14, (row) => (row === 305 ? '' : holiday(row))))).suggestion).toEqual(AS_TARGETS);
  expect((await inspect(stores(100))).suggestion).toMatchObject({ known: ['holiday'] });
  expect((await inspect(stores(101))).suggestion).toMatchObject({ targets: ['sales', 'holiday'], missing: 'mask' });
});

it('needs rows ahead in most series, and says of the others that they are too short', async () => {
  const two = await inspect([...store('S1', 14), ...store('S2', 14), ...store('S3', 0)]);
  expect(two).toMatchObject({ isReady: false, suggestion: { known: ['holiday'], horizon: 14 } });
  expect(two.problems).toMatchObject([{ code: 'KNOWN_TOO_SHORT' }]);
  expect(two.problems[0]!.message).toContain('one horizon of 14 behind the last target');
  const one = await inspect([...store('S1', 14), ...store('S2', 0), ...store('S3', 0)]);
  expect(one).toMatchObject({ isReady: true, suggestion: { targets: ['sales', 'holiday'], missing: 'mask' } });
});

it('masks known values that are missing before the last target, and no others', async () => {
  const past = await inspect(stores(14, (row) => (row === 100 ? '' : holiday(row))));
  expect(past).toMatchObject({ isReady: true, suggestion: { known: ['holiday'], missing: 'mask' } });
  expect(past.problems).toMatchObject([{ code: 'KNOWN_MISSING', mendedBy: '"missing": "mask"' }]);
  const ahead = await inspect(
    stores(14, (row) => (row === 305 ? '' : holiday(row))),
    { known: ['holiday'] },
  );
  expect(ahead.isReady).toBe(false);
  expect(ahead.problems).toEqual([
    { code: 'KNOWN_MISSING', message: expect.any(String), hint: expect.stringContaining('`ingest.past`') },
  ]);
});

it('takes a word for a list of one, and guesses the series that `static` needs', async () => {
  const found = await inspect(stores(14), { static: 'region', calendar: 'weekday' });
  expect(found).toMatchObject({
    isReady: true,
    suggestion: { series: 'store', static: ['region'], calendar: ['weekday'], known: ['holiday'] },
    covariates: { known: ['holiday', 'weekday.sin', 'weekday.cos'], static: ['region=north', 'region=south'] },
  });
});

it('says that `static` needs a series where none is found', async () => {
  const alone = store('S1', 0).map((line) => line.replace(',S1,', ',,'));
  const found = await inspect(alone, { static: 'region' });
  expect(found.problems).toMatchObject([{ code: 'CONFIG_INVALID', message: expect.stringContaining('"series"') }]);
});

it('knows no column of its own that a setting could name', async () => {
  writeFileSync(file, ['date,time,series', ...store('S1', 0).map((line) => line.replace(/,S1,\w+/, ''))].join('\n'));
  const found = await inspectFile(file, { targets: 'time', past: 'series' }, silentHost(join(folder, 'work')));
  expect(found).toMatchObject({ isReady: true, suggestion: { targets: ['time'], past: ['series'] } });
});
