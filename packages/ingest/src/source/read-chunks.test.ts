import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from './database';
import { openSources } from './open-sources';
import { readChunks } from './read-chunks';
import { nameTargets, selectColumns } from './select-columns';
import { Dialect } from './source-config';
import { hasOffset } from './time-sql';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string, { targets, name = 'file.csv' }: { targets?: string[]; name?: string } = {}) {
  const files = join(folder, name);
  writeFileSync(files, text);
  const times: (string | null)[] = [];
  const values: number[] = [];
  await withDatabase(folder, async (connection) => {
    const [source] = await openSources(connection, { files, dialect: Dialect.parse({}) });
    const columns = source!.columns.map((column) => column.name);
    const wanted = { timestamp: 'date', past: [], known: [], static: [], ...(targets && { targets }) };
    const selection = selectColumns(files, columns, { ...wanted, targets: nameTargets(files, columns, wanted) });
    const offsets = hasOffset(source!.csv!.header.firstRow[selection.timestamp] ?? '');
    const plan = { source: source!, selection, timeFormat: undefined, offsets };
    for await (const chunk of readChunks(connection, plan)) {
      for (const time of chunk.times) times.push(Number.isFinite(time) ? new Date(time).toISOString() : null);
      for (let row = 0; row < chunk.rowCount; row++) values.push(...chunk.values.map((column) => column[row]!));
    }
  });
  return { times, values };
}

it('reads columns by the names in the header, not by their position', async () => {
  const text = 'b,date,a\n2,2024-01-01,1\n';
  expect((await read(text, { targets: ['a', 'b'] })).values).toEqual([1, 2]);
});

it('keeps the fraction of a number far behind rows of whole numbers', async () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => `2024-01-01,${i === 25_000 ? '12.75' : '12'}\n`);
  const { values } = await read(`date,a\n${rows.join('')}`);
  expect(values[25_000]).toBe(12.75);
  expect(values.length).toBe(30_000);
});

it('keeps the order of the rows over many chunks and batches', async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => `2024-01-01,${i}\n`);
  const { values } = await read(`date,a\n${rows.join('')}`);
  expect(values.every((value, i) => value === i)).toBe(true);
  expect(values.length).toBe(200_000);
});

it('reads float32 values exactly: the nearest float32 of what is written', async () => {
  const numbers = ['0.1', '-1e-40', '16777217', '3.4028234e38', '5.827000141143799', ' 5.5 ', '"7"'];
  const { values } = await read(`date,a\n${numbers.map((number) => `2024-01-01,${number}\n`).join('')}`);
  expect(values).toEqual(numbers.map((number) => Math.fround(Number(number.replaceAll('"', '')))));
});

it('takes a time without offset as the clock shows it', async () => {
  const written = [
    ['2024-01-01', '2024-01-01T00:00:00.000Z'],
    ['2024-01-01 13:18', '2024-01-01T13:18:00.000Z'],
    ['2024-01-01 13:18:30', '2024-01-01T13:18:30.000Z'],
    ['2024-01-01T13:18:30', '2024-01-01T13:18:30.000Z'],
    ['2024-01-01 13:18:30.250', '2024-01-01T13:18:30.250Z'],
    [' 2024-01-01 13:18:30 ', '2024-01-01T13:18:30.000Z'],
    ['2024-1-2', '2024-01-02T00:00:00.000Z'],
    ['2024/01/02 13:18', '2024-01-02T13:18:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31 23:59:59', '9999-12-31T23:59:59.000Z'],
  ];
  const { times } = await read(`date,a\n${written.map(([text]) => `${text},1\n`).join('')}`);
  expect(times).toEqual(written.map(([, time]) => time));
});

it('converts a time with an offset to UTC, with seconds or without', async () => {
  const written = [
    ['2024-01-01T13:18:00Z', '2024-01-01T13:18:00.000Z'],
    ['2024-01-01T13:18Z', '2024-01-01T13:18:00.000Z'],
    ['2024-01-01 13:18:00+02:00', '2024-01-01T11:18:00.000Z'],
    ['2024-01-01T13:18+02:00', '2024-01-01T11:18:00.000Z'],
    ['2024-01-01 13:18-05', '2024-01-01T18:18:00.000Z'],
    ['2024-01-01 13:18:00-0530', '2024-01-01T18:48:00.000Z'],
    ['2024-01-01 13:18:00+02', '2024-01-01T11:18:00.000Z'],
    ['2024-01-01 13:18:00+02:00:30', '2024-01-01T11:17:30.000Z'],
    ['2024-01-01 13:18:00 UTC', '2024-01-01T13:18:00.000Z'],
    ['2024-01-01T13:18:30.250Z', '2024-01-01T13:18:30.250Z'],
  ];
  const { times } = await read(`date,a\n${written.map(([text]) => `${text},1\n`).join('')}`);
  expect(times).toEqual(written.map(([, time]) => time));
});

it.each([
  '32/01/2024',
  '01/02/2024',
  '2024-02-30',
  'yesterday',
  '',
  '2024-01-01 23:59:60',
  '99-01-01',
  '99-01-01 10:00:00',
  'epoch',
  '2024-01-01 12:00:00 EST',
  '01:00 PM',
  'infinity',
  '20240101',
])('makes no time of %p', async (text) => {
  expect((await read(`date,a\n${text},1\n`)).times).toEqual([null]);
});

it('skips empty lines and a byte order mark, with any kind of line end', async () => {
  for (const end of ['\n', '\r\n']) {
    const text = ['\ufeffdate,a', '', '2024-01-01,1', '', '2024-01-02,2', ''].join(end);
    expect((await read(text)).values).toEqual([1, 2]);
    expect((await read(`${end}${end}${text.slice(1)}`)).values).toEqual([1, 2]);
  }
});

it('finds names between quotes, with commas and quotes in them', async () => {
  expect((await read('"date","a ""x"", y"\n2024-01-01,3\n', { targets: ['a "x", y'] })).values).toEqual([3]);
});

it('does not look at columns that it was not asked for', async () => {
  expect((await read('date,note,a\n2024-01-01,sunny,1\n2024-01-02,,2\n', { targets: ['a'] })).values).toEqual([1, 2]);
});

it('marks an empty cell as NaN, not as 0', async () => {
  expect((await read('date,a,b\n2024-01-01,,nan\n')).values).toEqual([NaN, NaN]);
});

it('reads the file of that very name, though its name is a pattern for others, or holds a quote', async () => {
  writeFileSync(join(folder, 'data1.csv'), 'date,a\n2024-01-01,1\n');
  expect((await read('date,a\n2024-01-01,2\n', { name: 'data[1].csv' })).values).toEqual([2]);
  expect((await read('date,a\n2024-01-01,3\n', { name: "o'neill*.csv" })).values).toEqual([3]);
});
