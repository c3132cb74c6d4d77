import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDataset, readSeries } from '@tsdistill/contracts';
import { temporaryFolder } from '@tsdistill/testing';

const BIN = resolve(__dirname, '../bin/tsdistill.js');
const root = temporaryFolder();
const out = join(root, 'artifact');
/** The guard against one that hangs, and the memory (kB) that none may need. */
const [GUARD_MS, PEAK_KB] = [30_000, 500_000];
const LONG = 50_000_000;

/** Writes the peak of the process to stderr when it ends: that of the parent would count in what the system reports of a child. */
const REPORT_PEAK = `data:text/javascript,${encodeURIComponent(
  String.raw`import { readFileSync } from 'node:fs';
  process.on('exit', () => process.stderr.write(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[0] + '\n'));`,
)}`;

/** The built command line, as a person runs it. */
function run(given: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['--import', REPORT_PEAK, BIN, ...given], {
    cwd: root,
    encoding: 'utf8',
    timeout: GUARD_MS,
  });
  return { status, stdout, stderr, peakKb: Number(/VmHWM:\s+(\d+)/.exec(stderr)?.[1]) };
}

function ingest(bytes: string | Uint8Array, settings: Readonly<Record<string, unknown>> = {}) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'data.csv'), bytes);
  const split = { kind: 'ratio', train: 0.5, validation: 0.25 };
  const section = {
    files: 'data.csv',
    timestamp: 'date',
    frequency: 'PT1H',
    season: 2,
    horizon: 1,
    split,
    ...settings,
  };
  writeFileSync(join(root, 'dataset.json'), JSON.stringify({ ingest: section }));
  return run(['ingest', '--config', 'dataset.json', '--out', out]);
}

const hour = (row: number) => new Date(Date.UTC(2024, 0, 1, row)).toISOString().slice(0, 19).replace('T', ' ');
const rows = (count: number, cells: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => `${hour(row)},${cells(row)}\n`).join('');
const four = `date,a,note\n${rows(4, (row) => `${row},x`)}`;

it('reads 10,000 columns', () => {
  const columns = Array.from({ length: 10_000 }, (_, index) => index);
  const header = ['date', ...columns.map((index) => `c${index}`)].join();
  const text = `${header}\n${rows(8, (row) => columns.map((index) => row + index).join())}`;
  const { status, stderr, peakKb } = ingest(text);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(peakKb).toBeLessThan(PEAK_KB);
  const { target } = readSeries(openDataset(out));
  expect(target).toHaveLength(80_000);
  expect([...target.subarray(70_000, 70_003), target.at(-1)]).toEqual([7, 8, 9, 10_006]);
});

const header = 'The header is longer than 2000000 characters';
const row = 'The row is longer than 2000000 characters';
it.each([
  ['one line of 50 MB', () => 'x'.repeat(LONG), `line 1: ${header}`],
  ['a name of 50 MB', () => `date,a,${'x'.repeat(LONG)}\n${rows(8, (at) => `${at},1`)}`, `line 1: ${header}`],
  [
    'a note of 50 MB, in a row that is lost without a word',
    () => `${four}${hour(4)},4,${'x'.repeat(LONG)}\n`,
    `line 6: ${row}`,
  ],
  [
    'a number of 50 MB in the last row',
    () => `date,a\n${rows(8, String)}${hour(8)},${'1'.repeat(LONG)}`,
    `line 10: ${row}`,
  ],
  ['a first row of 50 MB of commas', () => `date,a\n${','.repeat(LONG)}\n`, `line 2: ${row}`],
  [
    'a row of 3 MB',
    () => `${four}${hour(4)},4,${'x'.repeat(3e6)}\n`,
    'line 6: Maximum line size of 2000000 bytes exceeded',
  ],
  ['a quote that is never closed before 50 MB', () => `${four}${hour(4)},4,"${'5,x\n'.repeat(LONG / 4)}`, 'line 6: '],
  [
    'two million numbers that are none',
    () => `date,a\n${rows(2_000_000, () => '1;5')}`,
    'line 2, column "a": "1;5" is not a number (at least ',
  ],
  [
    'two million rows with a field too many',
    () => `date,a\n${rows(2_000_000, () => '1,5')}`,
    'line 2: Expected Number of Columns: 2 Found: 3',
  ],
  [
    'two million numbers that are none behind a million that are some',
    () => `date,a\n${rows(3_000_000, (at) => (at < 1_000_000 ? '1.5' : '1;5'))}`,
    'line 1000002, column "a": "1;5" is not a number (at least ',
  ],
  [
    'two million rows with a field too many behind a million right ones',
    () => `date,a\n${rows(3_000_000, (at) => (at < 1_000_000 ? '1.5' : '1,5'))}`,
    'line 1000002: Expected Number of Columns: 2 Found: 3',
  ],
  [
    'the same in a packed file',
    () => gzipSync(`date,a\n${rows(3_000_000, (at) => (at < 1_000_000 ? '1.5' : '1,5'))}`, { level: 1 }),
    'line 1000002: Expected Number of Columns: 2 Found: 3',
  ],
  ['zeros', () => Buffer.alloc(LONG), 'has zero bytes in its first line'],
])('refuses %s', (_, bytes, message) => {
  const { status, stderr, peakKb } = ingest(bytes(), { targets: ['a'] });
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(message) });
  expect(stderr).toMatch(/^CSV_(BAD_ROW|ENCODING|NOT_A_NUMBER): /m);
  expect(peakKb).toBeLessThan(PEAK_KB);
  expect(existsSync(out)).toBe(false);
});

it('inspects a file of which two million rows have a field too many', () => {
  writeFileSync(join(root, 'data.csv'), `date,a\n${rows(3_000_000, (at) => (at < 1_000_000 ? '1.5' : '1,5'))}`);
  const { status, stdout, peakKb } = run(['inspect', 'data.csv']);
  expect(status).toBe(2);
  expect(stdout).toContain('line 1000002: Expected Number of Columns: 2 Found: 3');
  expect(peakKb).toBeLessThan(PEAK_KB);
});
