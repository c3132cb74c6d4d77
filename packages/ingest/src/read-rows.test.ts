import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_TIME } from './gather-batches';
import { readHeader } from './read-header';
import { readRows } from './read-rows';
import { selectColumns } from './select-columns';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(text: string, { targets, name = 'file.csv' }: { targets?: string[]; name?: string } = {}) {
  const csv = { path: join(folder, name), name };
  writeFileSync(csv.path, text);
  const header = await readHeader(csv);
  const times: (string | null)[] = [];
  const values: number[] = [];
  for await (const { rowCount, timestamps, target } of readRows(
    csv,
    header,
    selectColumns(csv, header, { timestamp: 'date', targets }),
  )) {
    for (const time of timestamps.subarray(0, rowCount))
      times.push(time === NO_TIME ? null : new Date(Number(time)).toISOString());
    values.push(...target.subarray(0, (target.length / timestamps.length) * rowCount));
  }
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

it('takes a time without offset as it is, and converts one with an offset to UTC', async () => {
  const written = [
    ['2024-01-01', '2024-01-01T00:00:00.000Z'],
    ['2024-01-01 13:18', '2024-01-01T13:18:00.000Z'],
    ['2024-01-01T13:18:30', '2024-01-01T13:18:30.000Z'],
    ['2024-01-01 13:18:30.250', '2024-01-01T13:18:30.250Z'],
    ['2024-01-01T13:18:00Z', '2024-01-01T13:18:00.000Z'],
    ['2024-01-01 13:18:00+02:00', '2024-01-01T11:18:00.000Z'],
    ['2024-01-01 13:18:00-0530', '2024-01-01T18:48:00.000Z'],
    ['2024-01-01 13:18:00+02', '2024-01-01T11:18:00.000Z'],
    ['2024-01-01 13:18:00+02:00:30', '2024-01-01T11:17:30.000Z'],
    ['2024-01-01 13:18:00 UTC', '2024-01-01T13:18:00.000Z'],
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
  '2024-01-01T13:18+02:00',
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
