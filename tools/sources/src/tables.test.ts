import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedFile } from './packaged-file';
import { copyTable, SEATTLE_WEATHER, SP500 } from './tables';
import { writeSource } from './write-source';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DAY_MS = 86_400_000;

/** Cells of a source, split at every comma: none of these files quotes anything. */
async function cellsOf(source: string): Promise<{ header: string[]; rows: string[][] }> {
  const csv = join(folder, `${source}.csv`);
  await writeSource(source, csv);
  const [header = [], ...rows] = readFileSync(csv, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return { header, rows };
}

const daysOf = (rows: readonly string[][]) => rows.map((row) => Date.parse(row[0] ?? '') / DAY_MS);
const steps = (days: readonly number[]) => days.slice(1).map((day, index) => day - (days[index] ?? NaN));

it('has the weather of each of the 1,461 days from 2012 to 2015', async () => {
  const { header, rows } = await cellsOf('seattle-weather');
  expect(header).toEqual(['date', 'precipitation', 'temp_max', 'temp_min', 'wind', 'weather']);
  expect([rows.length, rows[0]?.[0], rows.at(-1)?.[0]]).toEqual([1461, '2012-01-01', '2015-12-31']);
  expect(new Set(steps(daysOf(rows)))).toEqual(new Set([1]));
});

it('has 5,105 trading days in order, none on a weekend, three closures of more than a long weekend', async () => {
  const { header, rows } = await cellsOf('sp500');
  expect(header).toEqual(['date', 'open', 'high', 'low', 'close', 'adjclose', 'volume']);
  expect([rows.length, rows[0]?.[0], rows.at(-1)?.[0]]).toEqual([5105, '2000-01-03', '2020-04-17']);
  const days = daysOf(rows);
  expect(new Set(days.map((day) => new Date(day * DAY_MS).getUTCDay()))).toEqual(new Set([1, 2, 3, 4, 5]));
  expect(Math.min(...steps(days))).toBe(1);
  const closures = steps(days).flatMap((step, index) => (step > 4 ? [rows[index]?.[0]] : []));
  expect(closures).toEqual(['2001-09-10', '2006-12-29', '2012-10-26']);
});

it.each([SEATTLE_WEATHER, SP500])('copies $file byte for byte', async (table) => {
  const out = join(folder, 'copy.csv');
  await copyTable(out, table);
  expect(readFileSync(out).equals(readFileSync(packagedFile(table.file)))).toBe(true);
});

it('refuses another file than the one that SOURCES.md describes, and writes nothing', async () => {
  const [other, out] = [join(folder, 'other.csv'), join(folder, 'nothing.csv')];
  writeFileSync(other, 'date,close\n');
  // printf 'date,close\n' | sha256sum
  const found = 'd96b3604c7400fc32f3e05d8ffc0bbe9938939a772895d2b44d34240e96de60c';
  await expect(copyTable(out, SP500, other)).rejects.toMatchObject({
    code: 'SOURCE_CHANGED',
    context: { file: other, expected: SP500.sha256, found },
  });
  expect(() => readFileSync(out)).toThrow('ENOENT');
});

it('is described in data/raw/SOURCES.md by the sha256 that is checked', () => {
  const sources = readFileSync(join(__dirname, '../../../data/raw/SOURCES.md'), 'utf8');
  for (const { file, sha256 } of [SEATTLE_WEATHER, SP500]) {
    expect(sources).toContain(file);
    expect(sources).toContain(sha256);
  }
});
