import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { silentHost, temporaryFolder } from '@tsdistill/testing';
import { inspectFile } from './inspect-file';
import type { Inspection } from './inspection';
import type { GivenSettings } from './suggest-section';

const folder = temporaryFolder();
const work = join(folder, 'work', 'half-done');

async function inspect(text: string | Buffer, given: GivenSettings = {}, name = 'data.csv'): Promise<Inspection> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const inspection = await inspectFile(file, given, silentHost(work));
  expect(existsSync(join(folder, 'work'))).toBe(false);
  return inspection;
}

const at = (ms: number) => new Date(Date.UTC(2024, 0, 1) + ms).toISOString().slice(0, 19).replace('T', ' ');
const hour = (row: number) => at(row * 3_600_000);
const day = (row: number) => at(row * 86_400_000).slice(0, 10);
const wave = (row: number, period: number) => (20 + 5 * Math.sin((2 * Math.PI * row) / period)).toFixed(3);
const csv = (header: string, count: number, row: (index: number) => string) =>
  [header, ...Array.from({ length: count }, (_, index) => row(index))].join('\n') + '\n';
const codes = ({ problems }: Inspection) => problems.map(({ code }) => code);
const roles = ({ columns }: Inspection) => Object.fromEntries(columns.map(({ name, role }) => [name, role]));

it('hours: step, season, span, a split by dates, and nothing to mend', async () => {
  const found = await inspect(csv('date,load,price', 960, (i) => `${hour(i)},${wave(i, 24)},${wave(i + 3, 24)}`));
  expect(found).toMatchObject({
    rowCount: 960,
    layout: 'wide',
    time: { column: 'date', fitCount: 960 },
    span: ['2024-01-01 00:00:00', '2024-02-09 23:00:00'],
    step: { frequency: 'PT1H', share: 1, others: [] },
    gaps: { count: 0, missingRows: 0 },
    series: { count: 1, shortest: 960, longest: 960 },
    problems: [],
    isReady: true,
  });
  // 960 hours are 40 days: 28 for training, 4 for validation.
  expect(found.suggestion).toEqual({
    files: join(folder, 'data.csv'),
    timestamp: 'date',
    frequency: 'PT1H',
    season: 24,
    horizon: 24,
    split: { kind: 'dates', validation: '2024-01-29', test: '2024-02-02' },
  });
  expect(found.columns[1]).toMatchObject({ role: 'target', min: 15, max: 25, missingCount: 0, outlierCount: 0 });
});

it('days with the day first: the pattern that fits all rows', async () => {
  const date = (i: number) => day(i).split('-').reverse().join('/');
  const found = await inspect(csv('Date,x', 300, (i) => `${date(i)},${wave(i, 7)}`));
  expect(found).toMatchObject({ isReady: true, time: { format: '%d/%m/%Y', fitCount: 300 } });
  expect(found.suggestion).toMatchObject({ timeFormat: '%d/%m/%Y', frequency: 'P1D', season: 7, horizon: 14 });
});

it('days and months that may be confused: no guess, both readings, and one setting that settles it', async () => {
  const date = (i: number) => `01/${String((i % 12) + 1).padStart(2, '0')}/${2000 + Math.floor(i / 12)}`;
  const text = csv('Date,x', 120, (i) => `${date(i)},${wave(i, 12)}`);
  const found = await inspect(text);
  expect(codes(found)).toEqual(['TIMESTAMP_DAY_ORDER']);
  expect(found.notes).toEqual([
    'day and month cannot be told apart: as %d/%m/%Y the rows have steps of P1M (100 %), as %m/%d/%Y the rows have steps of P1D (92 %)',
  ]);
  expect(found).toMatchObject({ isReady: false });
  expect(found.suggestion).toBeUndefined();
  const settled = await inspect(text, { timeFormat: '%d/%m/%Y' });
  expect(settled).toMatchObject({ isReady: true, suggestion: { frequency: 'P1M', season: 12, horizon: 10 } });
});

it('semicolons, decimal commas and latin-1, and a text column that is left out', async () => {
  const text = csv(
    'zeit;wärme;art',
    400,
    (i) => `${day(i)};${wave(i, 7).slice(0, 5).replace('.', ',')};${i % 2 ? 'a' : 'b'}`,
  );
  const found = await inspect(Buffer.from(text, 'latin1'));
  expect(found.suggestion).toMatchObject({
    dialect: { delimiter: ';', decimal: ',', encoding: 'latin-1' },
    targets: ['wärme'],
  });
  expect(found).toMatchObject({ isReady: true, notes: ['column "art" is text and left out, such as "a"'] });
});

it('thousands: a comma before groups of three, as long as some cell says so', async () => {
  const found = await inspect(csv('day\tx', 100, (i) => `${day(i)}\t${i === 50 ? '1,234,567' : `1,${100 + i}`}`));
  expect(found.suggestion).toMatchObject({ dialect: { delimiter: '\t', thousands: ',' } });
  expect(found.columns[1]).toMatchObject({ min: 1100, max: 1_234_567, outlierCount: 1 });
  const doubtful = await inspect(csv('day\tx', 100, (i) => `${day(i)}\t1,${100 + i}`));
  expect(doubtful.notes).toEqual([expect.stringMatching(/^100 cells such as 1,234 are read as 1\.234/)]);
});

it('months, and business days with a holiday', async () => {
  const month = (i: number) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01`;
  const months = await inspect(csv('month,x', 240, (i) => `${month(i)},${wave(i, 12)}`));
  expect(months).toMatchObject({ isReady: true, suggestion: { frequency: 'P1M', season: 12, horizon: 12 } });
  const weekdays = Array.from({ length: 600 }, (_, i) => i).filter((i) => ![5, 6].includes(i % 7) && i !== 107);
  const stocks = await inspect(csv('Date,Close', weekdays.length, (i) => `${day(weekdays[i]!)},${wave(i * i, 97)}`));
  expect(stocks).toMatchObject({ isReady: true, gaps: { count: 0 }, suggestion: { frequency: 'B', horizon: 10 } });
});

it('one weekend that is missing does not make business days of days', async () => {
  const found = await inspect(csv('date,x', 298, (i) => `${day(i < 5 ? i : i + 2)},${wave(i, 7)}`));
  expect(found).toMatchObject({ step: { frequency: 'P1D' }, gaps: { count: 1, missingRows: 2 } });
});

it('a long panel of unequal series with a static column', async () => {
  const rows = [0, 1, 2].flatMap((s) =>
    Array.from(
      { length: 300 - 40 * s },
      (_, i) => `s${s},${s % 2 ? 'north' : 'south'},${day(i + 40 * s)},${wave(i, 7)}`,
    ),
  );
  const found = await inspect(csv('store,region,date,sales', rows.length, (i) => rows[i]!));
  expect(found).toMatchObject({
    layout: 'long',
    seriesColumn: 'store',
    series: { count: 3, shortest: 220, longest: 300 },
    isReady: true,
    suggestion: { series: 'store', targets: ['sales'], frequency: 'P1D' },
  });
  expect(roles(found)).toEqual({ store: 'series', region: 'static', date: 'timestamp', sales: 'target' });
});

it('gaps and words for missing values are masked, and that is said', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => i).filter((i) => i < 100 || i >= 103);
  const found = await inspect(
    csv('date,x,y', rows.length, (i) => `${day(rows[i]!)},${i % 50 ? wave(i, 7) : 'NA'},${i}`),
  );
  expect(found.problems).toMatchObject([
    { code: 'TIMESTAMP_GAP', mendedBy: '"missing": "mask"' },
    { code: 'VALUE_MISSING', mendedBy: '"missing": "mask"' },
  ]);
  expect(found).toMatchObject({
    gaps: { count: 1, missingRows: 3 },
    suggestion: { missing: 'mask', dialect: { null: ['NA'] } },
    isReady: true,
  });
  expect(found.columns.map(({ missingCount }) => missingCount)).toEqual([0, 8, 0]);
});

it('rows that are there twice: copies are dropped, other values are for a person to judge', async () => {
  const copies = csv('date,x', 300, (i) => `${day(i - (i > 50 ? 1 : 0))},${i === 51 || i === 50 ? '7' : wave(i, 7)}`);
  const found = await inspect(copies);
  expect(found).toMatchObject({
    duplicates: { count: 1, conflictingCount: 0 },
    suggestion: { duplicates: 'first' },
    isReady: true,
  });
  const conflict = copies.replace(',7\n', ',8\n');
  const standing = await inspect(conflict);
  expect(standing).toMatchObject({ duplicates: { count: 1, conflictingCount: 1 }, isReady: false });
  expect(standing.problems).toEqual([
    { code: 'TIMESTAMP_DUPLICATE', message: expect.any(String), hint: expect.stringContaining('ingest.duplicates') },
  ]);
  expect(await inspect(conflict, { duplicates: 'mean' })).toMatchObject({ isReady: true, problems: [] });
});

it('every problem of a file, each on its own line, with a cut row and a bad cell before others', async () => {
  const text = csv(
    'date,x,y',
    500,
    (i) => `${hour(i)},${wave(i, 24)},${({ 70: 'oops', 80: 'inf', 85: '' } as Record<number, string>)[i] ?? i}`,
  )
    .split('\n')
    .flatMap((line, index) => (index === 91 ? `${line},9` : index === 200 ? [] : line))
    .join('\n');
  const found = await inspect(text);
  expect(codes(found)).toEqual(['CSV_NOT_A_NUMBER', 'CSV_BAD_ROW', 'TIMESTAMP_GAP', 'VALUE_INFINITE', 'VALUE_MISSING']);
  const lines = found.problems.map(({ message }) => Number(/line (\d+)/.exec(message)?.[1]));
  // The gap is where a row is missing, not where one cannot be read.
  expect(lines).toEqual([72, 92, 201, 82, 87]);
  expect(found.isReady).toBe(false);
});

it('a line of totals: the times of the other rows are understood', async () => {
  const found = await inspect(`${csv('date,x', 200, (i) => `${day(i)},${wave(i, 7)}`)}Total,4000\n`);
  expect(codes(found)).toEqual(['TIMESTAMP_INVALID']);
  expect(found).toMatchObject({
    isReady: false,
    span: ['2024-01-01 00:00:00', '2024-07-18 00:00:00'],
    step: { frequency: 'P1D' },
  });
});

it('counters, constants and columns without a value are no targets', async () => {
  const found = await inspect(csv(',date,x,seven,none', 200, (i) => `${i},${day(i)},${wave(i, 7)},7,`));
  expect(roles(found)).toEqual({ '': 'row number', date: 'timestamp', x: 'target', seven: 'constant', none: 'empty' });
  expect(found).toMatchObject({ isReady: true, suggestion: { targets: ['x'] } });
});

it.each([
  ['epoch-seconds', (i: number) => `${1_704_067_200 + 600 * i}`, 'PT10M'],
  ['epoch-milliseconds', (i: number) => `${1_704_067_200_000 + 3_600_000 * i}`, 'PT1H'],
  ['%Y%m%d', (i: number) => day(i).replaceAll('-', ''), 'P1D'],
  ['%Y-%m', (i: number) => `${2000 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`, 'P1M'],
])('times as %s', async (timeFormat, timeOf, frequency) => {
  const found = await inspect(csv('ts,x', 600, (i) => `${timeOf(i)},${wave(i, 12)}`));
  expect(found).toMatchObject({ isReady: true, suggestion: { timestamp: 'ts', timeFormat, frequency } });
});

it('a packed file whose rows are in no order', async () => {
  const text = csv('date,x', 300, (i) => `${day(299 - i)},${wave(i, 7)}`);
  const found = await inspect(gzipSync(text), {}, 'packed.csv.gz');
  expect(found).toMatchObject({ format: 'csv.gz', isReady: true, gaps: { count: 0 }, suggestion: { season: 7 } });
});

it.each([
  ['too few rows', 'date,x\n2024-01-01,1\n2024-01-02,2\n', ['SERIES_TOO_SHORT']],
  ['one row', 'date,x\n2024-01-01,1\n', ['SERIES_TOO_SHORT']],
  ['no rows', 'date,x\n', ['CSV_EMPTY']],
  ['no times', csv('a,b', 100, (i) => `${(i * 3) % 17},${i}`), ['TIMESTAMP_INVALID']],
  ['a column twice', csv('date,a,a', 100, (i) => `${day(i)},1,2`), ['COLUMN_REPEATED']],
])('%s: the problem, and no section that would ingest', async (_, text, expected) => {
  const found = await inspect(text);
  expect(codes(found)).toEqual(expected);
  expect(found.isReady).toBe(false);
});

it('refuses a file that is not there and settings that are none, and makes no folder', async () => {
  const unused = silentHost(join(folder, 'unused'));
  const missing = join(folder, 'nothing.csv');
  await expect(inspectFile(missing, {}, unused)).rejects.toMatchObject({
    code: 'CSV_MISSING',
    context: { file: missing },
  });
  const wrong = inspectFile(join(folder, 'data.csv'), { horizonn: 3 }, unused);
  await expect(wrong).rejects.toMatchObject({
    code: 'CONFIG_UNKNOWN_KEY',
    context: { key: 'horizonn', nearest: 'horizon' },
  });
  expect(existsSync(join(folder, 'unused'))).toBe(false);
});

it('leaves a folder of half-done work as it was: what lies in it, and the folder itself', async () => {
  const file = join(folder, 'data.csv');
  const look = () => inspectFile(file, {}, silentHost(work));
  writeFileSync(
    file,
    csv('date,x', 300, (i) => `${day(i)},${wave(i, 7)}`),
  );
  mkdirSync(work, { recursive: true });
  await look();
  expect(readdirSync(work)).toEqual([]);
  rmSync(join(folder, 'work'), { recursive: true });
  mkdirSync(join(folder, 'work'));
  const looking = look();
  writeFileSync(join(work, 'trial'), 'of another program');
  await looking;
  expect(readdirSync(work)).toEqual(['trial']);
  rmSync(join(folder, 'work'), { recursive: true });
});
