import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineError, type StageHost } from '@tsdistill/contracts';
import { IngestConfig } from '../config';
import { runIngest } from '../stage';

const folder = mkdtempSync(join(tmpdir(), 'tsdistill-faults-'));
const file = join(folder, 'load.csv');
afterAll(() => rmSync(folder, { recursive: true }));

const ignore = () => undefined;
const host: StageHost = {
  workFolder: folder,
  code: 'tested',
  signal: new AbortController().signal,
  progress: ignore,
  info: ignore,
  detail: ignore,
  warn: ignore,
};

/** Ingests a text and returns the error with which it was refused; nothing may have been written. */
async function refusalOf(
  text: string | Buffer,
  override: Readonly<Record<string, unknown>> = {},
): Promise<PipelineError> {
  writeFileSync(file, text);
  const config = IngestConfig.parse({
    files: file,
    timestamp: 'date',
    frequency: 'PT1H',
    season: 4,
    horizon: 2,
    split: { kind: 'ratio', train: 0.6, validation: 0.2 },
    ...override,
  });
  const out = join(folder, 'out');
  const error = await runIngest(config, out, host).catch((reason: unknown) => reason);
  expect(existsSync(out)).toBe(false);
  expect(error).toBeInstanceOf(PipelineError);
  return error as PipelineError;
}

const time = (hour: number) => new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 19).replace('T', ' ');
/** A header and 20 good rows, which lie on lines 2 … 21. */
const lines = () => ['date,a,b', ...Array.from({ length: 20 }, (_, row) => `${time(row)},${row},1`)];
/** The good rows with some lines (counted from 1) replaced; an array puts several in the place of one. */
const withLines = (changes: Readonly<Record<number, string | readonly string[]>>) =>
  lines()
    .flatMap((line, index) => changes[index + 1] ?? line)
    .join('\n') + '\n';

const refused = (code: string, context: Readonly<Record<string, unknown>>, message: string | RegExp) =>
  expect.objectContaining({
    code,
    context: { file, ...context },
    message: typeof message === 'string' ? message.replace('FILE', file) : expect.stringMatching(message),
  });

it('accepts the good rows', async () => {
  writeFileSync(file, withLines({}));
  const config = { files: file, timestamp: 'date', frequency: 'PT1H', season: 4, horizon: 2 };
  const split = { kind: 'ratio', train: 0.6, validation: 0.2 };
  await runIngest(IngestConfig.parse({ ...config, split }), join(folder, 'good'), host);
});

it('CSV_MISSING: names the path as the config has it', async () => {
  const missing = join(folder, 'nothing.csv');
  expect(await refusalOf('', { files: missing })).toMatchObject({
    code: 'CSV_MISSING',
    message: `There is no file ${missing}.`,
  });
});

it.each(['', '\n\n', 'date,a,b', 'date,a,b\n', 'date,a,b\r\n\r\n'])('CSV_EMPTY: %j has no data rows', async (text) => {
  expect(await refusalOf(text)).toEqual(refused('CSV_EMPTY', {}, 'FILE has 0 data rows.'));
});

it('COLUMN_REPEATED: says where the name stands', async () => {
  expect(await refusalOf('date,a,b,a\n')).toMatchObject({ code: 'CSV_EMPTY' });
  const text = lines().join(',7\n').replace('date,a,b,7', 'date,a,b,a') + ',7\n';
  const message = 'FILE has 2 columns "a", at positions 2, 4.';
  expect(await refusalOf(text)).toEqual(refused('COLUMN_REPEATED', { column: 'a', positions: [2, 4] }, message));
});

it('COLUMN_UNKNOWN: names the nearest column', async () => {
  const context = { column: 'data', found: ['date', 'a', 'b'], nearest: 'date', role: 'timestamp' };
  const message = 'FILE has no column "data"; it has 3: date, a, b.';
  expect(await refusalOf(withLines({}), { timestamp: 'data' })).toEqual(refused('COLUMN_UNKNOWN', context, message));
});

it.each(['x', 'NA', '1.2.3', '0x10', '"1,5"', 'true', '1 kW'])('CSV_NOT_A_NUMBER: %s', async (value) => {
  const text = withLines({ 9: `${time(7)},${value},1`, 12: `${time(10)},10,none` });
  const shown = value.replaceAll('"', '');
  const nulls = value === 'NA' ? { nulls: ['NA', 'none'] } : {};
  const context = { line: 9, column: 'a', value: shown, count: 2, atLeast: false, ...nulls };
  const message = `FILE, line 9, column "a": "${shown}" is not a number (2 such values).`;
  expect(await refusalOf(text)).toEqual(refused('CSV_NOT_A_NUMBER', context, message));
});

it('CSV_NOT_A_NUMBER: gives the line of the file where empty lines come before', async () => {
  const text = `\n\n${withLines({ 5: ['', '', `${time(3)},?,1`] })}`;
  expect(await refusalOf(text)).toMatchObject({ context: { line: 9, column: 'a', value: '?', count: 1 } });
});

it('CSV_NOT_A_NUMBER: stops counting at 10,000 of a wholly wrong column', async () => {
  const text = `date,a\n${Array.from({ length: 12_000 }, (_, row) => `${time(row)},bad`).join('\n')}\n`;
  expect(await refusalOf(text)).toMatchObject({
    context: { count: 10_000, atLeast: true },
    message: expect.stringContaining('at least 10000'),
  });
});

it.each([
  ['a field too many', `${time(3)},3,1,9`, /line 5: .*Expected Number of Columns: 3 Found: 4.*\(2 bad rows\)/],
  ['a field too few', `${time(3)},3`, /line 5: .*Expected Number of Columns: 3 Found: 2.*\(2 bad rows\)/],
  ['only spaces', '   ', /line 5: .*Expected Number of Columns: 3 Found: 1.*\(2 bad rows\)/],
])('CSV_BAD_ROW: %s', async (_, row, message) => {
  const error = await refusalOf(withLines({ 5: row, 8: `${time(6)},6` }));
  expect(error).toEqual(
    refused('CSV_BAD_ROW', { line: 5, problem: expect.any(String), text: row, count: 2, atLeast: false }, message),
  );
});

it('CSV_BAD_ROW: a quote that is never closed', async () => {
  expect(await refusalOf(withLines({ 5: `${time(3)},"3,1` }))).toMatchObject({
    code: 'CSV_BAD_ROW',
    context: { line: 5, count: 1 },
  });
});

it('CSV_BAD_ROW: shows the row without the empty lines before it', async () => {
  const text = `${time(3)},3`;
  expect(await refusalOf(withLines({ 5: ['', '', text] }))).toMatchObject({ context: { line: 7, text } });
});

it('CSV_BAD_ROW: text that is not UTF-8', async () => {
  const text = Buffer.from(withLines({ 5: `${time(3)}\xe9,3,1` }), 'latin1');
  expect(await refusalOf(text)).toMatchObject({
    code: 'CSV_BAD_ROW',
    context: { line: 5 },
    message: expect.stringContaining('utf-8'),
  });
});

it('CSV_LINE_ENDS: the first line that ends otherwise, with the cause kept', async () => {
  const error = await refusalOf(withLines({ 2: `${time(0)},0,1\r`, 3: `${time(1)},1,1\r` }));
  expect(error).toEqual(
    refused(
      'CSV_LINE_ENDS',
      { line: 2, end: '\\r\\n', first: '\\n' },
      'FILE, line 2 ends with \\r\\n, the lines before it with \\n.',
    ),
  );
  expect(String(error.cause)).toMatch(/invalid state(.|\n)*Possible fixes/);
});

it.each(['32/01/2024', '01/02/2024', '', 'noon', '99-01-01', 'infinity', '2024-02-30', '12024-01-01', '0000-01-01'])(
  'TIMESTAMP_INVALID: %j',
  async (value) => {
    const text = withLines({ 4: `${value},2,1`, 20: 'never,18,1' });
    const context = { line: 4, column: 'date', value, count: 2 };
    const message = `FILE, line 4, column "date": "${value}" is not a timestamp (2 such rows).`;
    expect(await refusalOf(text)).toEqual(refused('TIMESTAMP_INVALID', context, message));
  },
);

it('TIMESTAMP_DUPLICATE: gives the second row', async () => {
  const text = withLines({ 6: [`${time(4)},4,1`, `${time(4)},7,1`, `${time(4)},4,1`] });
  const context = {
    line: 7,
    value: '2024-01-01 04:00:00',
    previous: '2024-01-01 04:00:00',
    values: [4, 7],
    seriesCount: 1,
    count: 2,
  };
  const message =
    'FILE, line 7: 2024-01-01 04:00:00 is there a second time, with the values 4 and 7 (2 duplicate rows).';
  expect(await refusalOf(text)).toEqual(refused('TIMESTAMP_DUPLICATE', context, message));
});

it('TIMESTAMP_GAP: names the first missing time, and counts gaps and missing rows', async () => {
  const text = withLines({ 6: [], 7: [], 15: [] });
  const context = {
    line: 6,
    value: '2024-01-01 06:00:00',
    previous: '2024-01-01 03:00:00',
    firstMissing: '2024-01-01 04:00:00',
    missing: 2,
    count: 2,
    total: 3,
  };
  expect(await refusalOf(text)).toEqual(
    refused(
      'TIMESTAMP_GAP',
      context,
      /line 6: 2 rows are missing from 2024-01-01 04:00:00.*\(2 gaps, 3 rows missing in all\)/,
    ),
  );
});

it('TIMESTAMP_OFF_GRID: a row between two rows of the grid', async () => {
  const text = withLines({ 6: '2024-01-01 04:30:00,4,1' });
  const context = {
    line: 6,
    value: '2024-01-01 04:30:00',
    previous: '2024-01-01 03:00:00',
    frequency: 'PT1H',
    count: 2,
  };
  expect(await refusalOf(text)).toEqual(
    refused('TIMESTAMP_OFF_GRID', context, /is no multiple of PT1H \(2 such steps\)/),
  );
});

it.each([
  ['PT30M', 'PT1H', 19],
  ['PT45M', 'PT1H', 19],
  ['P1D', 'PT1H', 19],
])('FREQUENCY_MISMATCH: %s where the rows are %s apart', async (frequency, found, count) => {
  const message = `FILE: ${count} of 19 steps (100 %) are ${found}, but the config says ${frequency}.`;
  expect(await refusalOf(withLines({}), { frequency })).toEqual(
    refused('FREQUENCY_MISMATCH', { frequency, found, count, steps: 19 }, message),
  );
});

it('VALUE_MISSING: an empty cell and a NaN, which are never filled', async () => {
  const text = withLines({ 12: `${time(10)},10,`, 13: `${time(11)},nan,1`, 15: `${time(13)},,` });
  const context = { line: 12, column: 'b', value: '', count: 4 };
  const message = 'FILE, line 12, column "b": the value is missing (4 such values).';
  expect(await refusalOf(text)).toEqual(refused('VALUE_MISSING', context, message));
  expect(await refusalOf(withLines({ 13: `${time(11)},nan,1` }))).toMatchObject({
    context: { line: 13, value: 'nan' },
    message: /"nan" is no value/ as unknown,
  });
});

it.each(['1e400', '3.4e39', '-inf', 'Infinity'])('VALUE_INFINITE: %s', async (value) => {
  const context = { line: 9, column: 'a', value, count: 2 };
  const message = `FILE, line 9, column "a": "${value}" is infinite or beyond float32, ±3.4e38 (2 such values).`;
  const text = withLines({ 9: `${time(7)},${value},1`, 21: `${time(19)},1,1e39` });
  expect(await refusalOf(text)).toEqual(refused('VALUE_INFINITE', context, message));
});

it('finds a fault behind the first batch, on its line', async () => {
  const many = Array.from({ length: 70_000 }, (_, row) => `${time(row)},${row === 69_000 ? 'inf' : '1'}`);
  const text = `date,a\n${many.join('\n')}\n`;
  expect(await refusalOf(text)).toMatchObject({
    code: 'VALUE_INFINITE',
    context: { line: 69_002, column: 'a', value: 'inf', count: 1 },
  });
});

it('SERIES_TOO_SHORT: each split needs a horizon of rows, and train one before it', async () => {
  const message = 'FILE has 20 rows, but `ingest.split` with a horizon of 7 needs 35.';
  const context = { rows: 20, horizon: 7, needed: 35, count: 1, total: 1 };
  expect(await refusalOf(withLines({}), { horizon: 7 })).toEqual(refused('SERIES_TOO_SHORT', context, message));
});

it('SERIES_TOO_SHORT: borders must lie inside the rows', async () => {
  const split = { kind: 'borders', train: 12, validation: 16, test: 21 };
  const message = 'FILE has 20 rows, but `ingest.split` with a horizon of 2 needs 21.';
  const context = { rows: 20, horizon: 2, needed: 21, count: 1, total: 1 };
  expect(await refusalOf(withLines({}), { split })).toEqual(refused('SERIES_TOO_SHORT', context, message));
});

it('SPLIT_TOO_SHORT: names the split without a window', async () => {
  const split = { kind: 'borders', train: 12, validation: 13, test: 20 };
  expect(await refusalOf(withLines({}), { split })).toMatchObject({
    code: 'SPLIT_TOO_SHORT',
    context: { split: 'validation', rows: 1, horizon: 2 },
  });
});

it('SPLIT_OUTSIDE: names the date', async () => {
  const split = { kind: 'dates', validation: '2024-01-01 12:00', test: '2025-01-01' };
  expect(await refusalOf(withLines({}), { split })).toMatchObject({
    code: 'SPLIT_OUTSIDE',
    context: { key: 'test', value: '2025-01-01', limit: expect.stringContaining(' … ') },
  });
});

it('SEASON_OUTSIDE: the first test forecast needs one season before it', async () => {
  expect(await refusalOf(withLines({}), { season: 17 })).toMatchObject({
    code: 'SEASON_OUTSIDE',
    context: { season: 17, rows: 16 },
  });
});

// The hash is that of `printf 'date,a\nx,1\n' | sha256sum`.
const SHA256 = '2f39fb11b6a2600c09bc4d103b3b1dae8089a07d11ff425bdd80000b8c8786a2';

it('FILE_CHANGED: the file is compared with its hash before anything of it is read', async () => {
  const expected = '0'.repeat(64);
  expect(await refusalOf('date,a\nx,1\n', { sha256: expected })).toMatchObject({
    code: 'FILE_CHANGED',
    context: { file, byteCount: 11, expected, found: SHA256 },
    message: `${file} (11 bytes) has sha256 ${SHA256}, the config expects ${expected}.`,
  });
  // The hash passes: the next fault is what refuses it.
  expect(await refusalOf('date,a\nx,1\n', { sha256: SHA256 })).toMatchObject({ code: 'TIMESTAMP_INVALID' });
});
