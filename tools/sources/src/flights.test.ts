import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { flightsParquet, writeFlights } from './flights';
import { writeSource } from './write-source';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-flights-'));
const csv = join(folder, 'raw/flights.csv');
let rows: string[][];
let header: string[];

/** The oracle: a plain count over the parquet file, with no join, no pivot and no grid. */
async function count(where: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM '${flightsParquet()}' WHERE ${where}`);
  connection.closeSync();
  return Number(reader.getRows()[0]![0]);
}

const column = (code: string) => rows.map((row) => Number(row[header.indexOf(code)]));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

beforeAll(async () => {
  await writeSource('flights', csv);
  [header, ...rows] = readFileSync(csv, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',')) as [string[], ...string[][]];
});
afterAll(() => rmSync(folder, { recursive: true }));

it('has 4,344 rows, every hour of 181 days once, and 20 airports in the order of their codes', () => {
  const first = Date.UTC(2001, 0, 1);
  const hours = Array.from({ length: 181 * 24 }, (_, hour) =>
    new Date(first + hour * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
  );
  expect(rows.map((row) => row[0])).toEqual(hours);
  expect(rows.length).toBe(4344);
  expect(header[0]).toBe('timestamp');
  expect(header.slice(1)).toEqual(
    'ATL BOS CLT DEN DFW DTW EWR IAH LAS LAX LGA MCO MSP ORD PHL PHX PIT SEA SFO STL'.split(' '),
  );
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([21]));
});

it('counts every flight of each airport in the range once', async () => {
  for (const code of header.slice(1)) {
    const truth = await count(`origin = '${code}' AND date >= '2001-01-01' AND date < '2001-07-01'`);
    expect([code, sum(column(code))]).toEqual([code, truth]);
  }
});

it('puts a flight into the hour of its departure', async () => {
  for (const [code, row] of [
    ['ORD', 12],
    ['SEA', 1000],
    ['BOS', 1550],
    ['LAX', 4343],
  ] as const) {
    const hour = rows[row]![0]!;
    const truth = await count(`origin = '${code}' AND strftime(date, '%Y-%m-%d %H') = '${hour.slice(0, 13)}'`);
    expect([code, hour, column(code)[row]]).toEqual([code, hour, truth]);
  }
});

it('writes 0, not nothing, for hours without a flight: a share of 8 to 25 % by airport', () => {
  for (const code of header.slice(1)) {
    const zeros = column(code).filter((value) => value === 0).length / rows.length;
    expect(zeros).toBeGreaterThan(0.07);
    expect(zeros).toBeLessThan(0.26);
  }
  expect(rows.flat()).not.toContain('');
});

it('leaves out airports that have fewer flights than the twentieth', async () => {
  const least = Math.min(...header.slice(1).map((code) => sum(column(code))));
  expect(least).toBe(50231);
  expect(await count(`origin = 'BWI' AND date < '2001-07-01'`)).toBeLessThan(least);
});

it('writes the same bytes again, and leaves nothing beside the file', async () => {
  const hash = () => createHash('sha256').update(readFileSync(csv)).digest('hex');
  const first = hash();
  await writeSource('flights', csv);
  expect(hash()).toBe(first);
  expect(readdirSync(join(folder, 'raw'))).toEqual(['flights.csv']);
});

it('names the sources it knows when asked for another', async () => {
  await expect(writeSource('toString', csv)).rejects.toMatchObject({
    code: 'SOURCE_UNKNOWN',
    message: expect.stringContaining('flights'),
  });
});

it('refuses another file than the one that SOURCES.md describes', async () => {
  const context = {
    expected: expect.stringMatching(/^dbeb920c/),
    found: createHash('sha256').update(readFileSync(csv)).digest('hex'),
  };
  await expect(writeFlights(join(folder, 'other.csv'), csv)).rejects.toMatchObject({ code: 'SOURCE_CHANGED', context });
  expect(readdirSync(folder)).toEqual(['raw']);
});
