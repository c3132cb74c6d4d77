import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError, openDataset, readOrigins, readSeries, type StageHost } from '@tsdistill/contracts';
import type { z } from 'zod';
import { IngestConfig } from './config';
import { runIngest } from './stage';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-ingest-'));
const csv = join(folder, 'load.csv');
const out = join(folder, 'artifacts/ingest');
afterAll(() => rmSync(folder, { recursive: true }));

const warnings: string[] = [];
const host: StageHost = {
  workFolder: folder,
  code: 'tested',
  signal: new AbortController().signal,
  progress: () => undefined,
  info: () => undefined,
  detail: () => undefined,
  warn: (fields, message) => warnings.push(`${message} ${JSON.stringify(fields)}`),
};

const settings = {
  files: csv,
  timestamp: 'date',
  frequency: 'PT1H',
  season: 4,
  horizon: 2,
  split: { kind: 'borders', train: 6, validation: 9, test: 12 },
} as const;

/** Writes `lines`, ingests them, and returns what any later stage would read. */
async function ingest(lines: readonly string[], override: Partial<z.input<typeof IngestConfig>> = {}) {
  writeFileSync(csv, `${lines.join('\n')}\n`);
  await runIngest(IngestConfig.parse({ ...settings, ...override }), out, host);
  const dataset = openDataset(out);
  return { meta: dataset.manifest.meta, series: readSeries(dataset), origins: readOrigins(dataset), bytes: readAll() };
}

function readAll(): Record<string, string> {
  const names = readdirSync(out).filter((name) => name !== 'measured.json');
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex'),
    ]),
  );
}

const time = (row: number) =>
  new Date(Date.UTC(2024, 0, 1) + row * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
/** Row r holds a = r and b = 100 - 3 r. */
const rows = (count: number) => [
  'date,a,b',
  ...Array.from({ length: count }, (_, row) => `${time(row)},${row},${100 - 3 * row}`),
];

it('writes the rows as they are, row-major, with their times', async () => {
  const { series, meta } = await ingest(rows(13));
  expect([...series.target]).toEqual(Array.from({ length: 13 }, (_, row) => [row, 100 - 3 * row]).flat());
  expect([...series.timestamp]).toEqual(Array.from({ length: 13 }, (_, row) => BigInt(Date.UTC(2024, 0, 1, row))));
  expect(meta.channels).toEqual({ target: ['a', 'b'], past: [], known: [], static: [] });
  expect(meta.series).toEqual([
    {
      id: 'main',
      rowCount: 13,
      observedRowCount: 13,
      start: '2024-01-01T00:00:00.000Z',
      borders: { train: [0, 6], validation: [6, 9], test: [9, 12] },
    },
  ]);
});

it('writes the origins of each split, split after split, and counts them', async () => {
  const { origins, meta } = await ingest(rows(13));
  expect([...origins.origin]).toEqual([1, 2, 3, 4, 6, 7, 9, 10, 13]);
  expect([...origins.split]).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 3]);
  expect(meta.originCounts).toEqual({ train: 4, validation: 2, test: 2, future: 1 });
});

it('fits the scaler to train rows only: any later values leave it as it is', async () => {
  const clean = await ingest(rows(13));
  const poisoned = rows(13).map((line, index) => (index > 6 ? line.replace(/,.*/, ',1e30,-7e29') : line));
  const { meta } = await ingest(poisoned);
  expect(meta.scaler).toEqual(clean.meta.scaler);
  // 0 … 5: mean 2.5, population variance 35 / 12.
  expect(meta.scaler.shift[0]![0]).toBeCloseTo(2.5, 12);
  expect(meta.scaler.scale[0]![0]).toBeCloseTo(Math.sqrt(35 / 12), 12);
  const changed = rows(13).map((line, index) => (index === 6 ? line.replace(/,.*/, ',6,84') : line));
  expect((await ingest(changed)).meta.scaler).not.toEqual(clean.meta.scaler);
});

// The numbers 0 … n - 1 have the mean (n - 1) / 2 and the population variance (n² - 1) / 12.
it('fits the scaler to train rows that lie in several batches', async () => {
  const split = { kind: 'borders', train: 70_001, validation: 70_010, test: 70_020 } as const;
  const { meta } = await ingest(rows(70_020), { split, targets: ['a'] });
  expect(meta.scaler.shift[0]![0]).toBeCloseTo(35_000, 8);
  expect(meta.scaler.scale[0]![0]).toBeCloseTo(Math.sqrt((70_001 ** 2 - 1) / 12), 8);
});

it('writes no scaling when none is asked for', async () => {
  const { meta } = await ingest(rows(13), { scaler: 'none' });
  expect(meta.scaler).toEqual({ kind: 'none', scope: 'global', shift: [[0, 0]], scale: [[1, 1]] });
});

it('extends the known channels one horizon past the last observation, where targets are NaN', async () => {
  const { series, meta } = await ingest(rows(30), { calendar: ['hour'] });
  expect(meta.channels.known).toEqual(['hour.sin', 'hour.cos']);
  expect(meta.series[0]).toMatchObject({ rowCount: 32, observedRowCount: 30 });
  expect([...series.timestamp].map(Number)).toEqual(Array.from({ length: 32 }, (_, row) => Date.UTC(2024, 0, 1, row)));
  const angle = (row: number) => (2 * Math.PI * (row % 24)) / 24;
  expect([...series.known]).toEqual(
    Array.from({ length: 32 }, (_, row) => [
      Math.fround(Math.sin(angle(row))),
      Math.fround(Math.cos(angle(row))),
    ]).flat(),
  );
  expect([...series.target.subarray(60)]).toEqual([NaN, NaN, NaN, NaN]);
  expect([...series.target.subarray(0, 60)].every(Number.isFinite)).toBe(true);
});

it('writes the same bytes twice, manifest included', async () => {
  const first = await ingest(rows(500), {
    calendar: ['hour', 'weekday'],
    split: { kind: 'ratio', train: 0.7, validation: 0.1 },
  });
  const second = await ingest(rows(500), {
    calendar: ['hour', 'weekday'],
    split: { kind: 'ratio', train: 0.7, validation: 0.1 },
  });
  expect(second.bytes).toEqual(first.bytes);
  expect(Object.keys(first.bytes).sort()).toEqual(['manifest.json', 'series.arrow', 'windows.arrow']);
});

it('writes the same manifest after an edit that changes no value, and from a file of another name', async () => {
  const { bytes } = await ingest(rows(13));
  const hashOf = () => JSON.parse(readFileSync(join(out, 'measured.json'), 'utf8')).files[0].sha256 as string;
  const hash = hashOf();
  const edited = await ingest(
    rows(13).map((line) => line.replace(/,(\d+),/, ', $1.00 ,').replace('2024-01-01 00:00:00', '2024-01-01')),
  );
  expect(edited.bytes).toEqual(bytes);
  expect(hashOf()).not.toBe(hash);
  const other = join(folder, 'other.csv');
  writeFileSync(other, `\ufeff${rows(13).join('\r\n')}`);
  utimesSync(other, 1, 1);
  await runIngest(IngestConfig.parse({ ...settings, files: other }), out, host);
  expect(readAll()).toEqual(bytes);
});

it('checks the hash of the file, which changes nothing else', async () => {
  const { bytes } = await ingest(rows(13));
  const sha256 = createHash('sha256').update(readFileSync(csv)).digest('hex');
  expect((await ingest(rows(13), { sha256 })).bytes).toEqual(bytes);
  await expect(ingest(rows(14), { sha256 })).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

it('writes another manifest when one value changes', async () => {
  const { bytes } = await ingest(rows(13));
  const changed = await ingest(rows(13).map((line) => line.replace(',12,', ',12.001,')));
  expect(changed.bytes['manifest.json']).not.toBe(bytes['manifest.json']);
  expect(changed.bytes['windows.arrow']).toBe(bytes['windows.arrow']);
});

it('says what it read, outside of the manifest', async () => {
  await ingest(rows(13));
  const measured = JSON.parse(readFileSync(join(out, 'measured.json'), 'utf8'));
  const sha256 = createHash('sha256').update(readFileSync(csv)).digest('hex');
  expect(measured.files[0]).toMatchObject({ name: 'load.csv', sha256, bytes: readFileSync(csv).length });
});

it('warns of a column that is constant over the train rows', async () => {
  warnings.length = 0;
  await ingest(rows(13).map((line, index) => (index > 0 && index <= 6 ? line.replace(/,[^,]*$/, ',0.1') : line)));
  expect(warnings).toEqual([expect.stringContaining('{"columns":"b","series":1}')]);
});

it('leaves the former artifact, and nothing beside it, when the data are bad or the user stops', async () => {
  const { bytes } = await ingest(rows(13));
  await expect(ingest(rows(13).map((line) => line.replace(',12,', ',x,')))).rejects.toMatchObject({
    code: 'CSV_NOT_A_NUMBER',
  });
  const stopped = { ...host, signal: AbortSignal.abort() };
  await expect(runIngest(IngestConfig.parse(settings), out, stopped)).rejects.toBeInstanceOf(Error);
  writeFileSync(csv, rows(13).join('\n'));
  await expect(runIngest(IngestConfig.parse(settings), out, stopped)).rejects.toBeInstanceOf(InterruptedError);
  expect(readAll()).toEqual(bytes);
  expect(readdirSync(join(folder, 'artifacts'))).toEqual(['ingest']);
});
