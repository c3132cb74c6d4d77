import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, textOf } from './corpus-case';
import { link, named, parquet, several } from './put-files';

const lines = goodLines();
const text = textOf(lines);
const halves = [textOf(lines.slice(0, 5)), textOf(['date,a', ...lines.slice(5)])] as const;
const GOOD_TABLE = `SELECT TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * r AS date, r::DOUBLE AS a FROM range(8) t(r)`;
const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex');
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const ZIP = Buffer.from('504b0304140000000800', 'hex');

const damaged = 'its gzip is cut or damaged';

/** What a name leads to. */
export const FILE_CASES: readonly CorpusCase[] = [
  {
    name: 'no file',
    files: (folder) => join(folder, 'data.csv'),
    expected: { code: 'CSV_MISSING', context: {}, hint: 'relative ones start at the workspace root' },
  },
  {
    name: 'a folder',
    files: (folder) => folder,
    expected: { code: 'FILE_KIND', context: { file: '.', kind: 'a folder' }, hint: '/*.csv"' },
  },
  {
    name: 'a pipe that nobody writes to',
    files: (folder) => {
      execFileSync('mkfifo', [join(folder, 'data.csv')]);
      return join(folder, 'data.csv');
    },
    expected: { code: 'FILE_KIND', context: { kind: 'a pipe' } },
  },
  {
    name: 'a device',
    files: () => '/dev/zero',
    expected: { code: 'FILE_KIND', context: { file: '/dev/zero', kind: 'a device' } },
  },
  {
    name: 'a file that may not be read',
    files: (folder) => {
      const path = named('data.csv', text)(folder);
      chmodSync(path, 0);
      return path;
    },
    unprivileged: true,
    expected: { code: 'FILE_REFUSED', context: { problem: 'the system refuses it (EACCES)' }, hint: 'who may read it' },
  },
  {
    name: 'links that lead in a circle',
    files: (folder) => {
      link('data.csv', 'other.csv')(folder);
      return link('other.csv', 'data.csv')(folder);
    },
    expected: { code: 'FILE_REFUSED', context: { file: 'other.csv', problem: 'its links lead in a circle' } },
  },
  {
    name: 'a link that leads nowhere',
    files: link('data.csv', 'gone.csv'),
    expected: { code: 'CSV_MISSING', context: {} },
  },
  {
    name: 'a link to a file',
    files: (folder) => {
      named('real.csv', text)(folder);
      return link('data.csv', 'real.csv')(folder);
    },
    expected: {},
  },
  {
    name: 'a file under two names',
    files: (folder) => [named('real.csv', text)(folder), link('data.csv', 'real.csv')(folder)],
    expected: { code: 'FILE_REPEATED', context: {}, hint: 'Name each file once' },
  },
  {
    name: 'another file than the one that was described',
    files: text,
    settings: { sha256: '0'.repeat(64) },
    expected: {
      code: 'FILE_CHANGED',
      context: { file: 'data.csv', byteCount: Buffer.byteLength(text), expected: '0'.repeat(64), found: sha256(text) },
      hint: '`ingest.sha256`',
    },
  },
  {
    name: 'a path longer than a name may be',
    files: (folder) => join(folder, 'x'.repeat(300)),
    expected: {
      code: 'FILE_REFUSED',
      context: { file: 'x'.repeat(300), problem: 'the system refuses it (ENAMETOOLONG)' },
    },
  },
  ...[`it's "good" [1-3] {a,b} $HOME 100%;.csv`, 'größe 気温 *?.csv', '.csv'].map((name) => ({
    name: `a file called ${name}`,
    files: named(name, text),
    expected: {},
  })),
];

/** What files hold, whatever they are called. */
export const FORMAT_CASES: readonly CorpusCase[] = [
  {
    name: 'a zip called .csv',
    files: ZIP,
    expected: { code: 'FILE_FORMAT', context: { found: 'a zip archive or an Excel workbook' } },
  },
  { name: 'a picture called .csv', files: PNG, expected: { code: 'FILE_FORMAT', context: { found: 'a PNG picture' } } },
  {
    name: 'a PDF called .csv',
    files: '%PDF-1.7\n1 0 obj\n',
    expected: { code: 'FILE_FORMAT', context: { found: 'a PDF document' } },
  },
  { name: 'parquet called .csv', files: parquet('data.csv', GOOD_TABLE), expected: {} },
  { name: 'a CSV called .parquet', files: named('data.parquet', text), expected: {} },
  { name: 'a CSV called .csv.gz', files: named('data.csv.gz', text), expected: {} },
  { name: 'gzip called .csv', files: gzipSync(text), expected: {} },
  {
    name: 'gzip in two parts',
    files: Buffer.concat([gzipSync(halves[0]), gzipSync(textOf(lines.slice(5)))]),
    expected: {},
  },
  {
    name: 'gzip that was cut',
    files: gzipSync(text).subarray(0, 60),
    expected: { code: 'CSV_UNREADABLE', context: { problem: expect.stringContaining(damaged) }, hint: 'whole' },
  },
  {
    name: 'gzip with rubbish behind it',
    files: Buffer.concat([gzipSync(text), Buffer.from('rubbish')]),
    expected: { code: 'CSV_UNREADABLE', context: { problem: expect.stringContaining(damaged) } },
  },
  { name: 'gzip of nothing', files: gzipSync(''), expected: { code: 'CSV_EMPTY', context: {} } },
  {
    name: 'gzip within gzip',
    files: gzipSync(gzipSync(text)),
    expected: { code: 'FILE_FORMAT', context: { found: 'packed twice with gzip' } },
  },
  {
    name: 'gzip with a wrong sum',
    files: corrupted(gzipSync(text)),
    expected: { code: 'CSV_UNREADABLE', context: { problem: expect.stringContaining(damaged) } },
  },
  {
    name: 'parquet that was cut',
    files: Buffer.from('PAR1 and no more'),
    expected: { code: 'CSV_UNREADABLE', context: { problem: expect.any(String) } },
  },
  {
    name: 'parquet that is damaged in the middle',
    files: async (folder) => {
      const path = await parquet('data.csv', GOOD_TABLE.replace('range(8)', 'range(100000)'))(folder);
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(255, bytes.length >> 1, (bytes.length >> 1) + 400));
      return path;
    },
    expected: { code: 'CSV_UNREADABLE', context: { problem: expect.stringContaining('Snappy decompression failure') } },
  },
  {
    name: 'parquet with a NULL for a time',
    files: parquet(
      'data.csv',
      GOOD_TABLE.replace('AS date', 'AS date').replace(
        `TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * r`,
        `CASE WHEN r <> 3 THEN TIMESTAMP '2024-01-01' + INTERVAL 1 HOUR * r END`,
      ),
    ),
    expected: { code: 'TIMESTAMP_INVALID', context: { row: 4, column: 'date', value: '', count: 1 } },
  },
  {
    name: 'parquet with text for numbers',
    files: parquet('data.csv', GOOD_TABLE.replace('::DOUBLE', '::VARCHAR')),
    expected: {
      code: 'COLUMN_TYPE',
      context: { column: 'a', type: 'VARCHAR', wanted: 'numbers' },
      hint: 'cast it in a query',
    },
  },
];

/** Flips a bit of the sum behind the data. */
function corrupted(packed: Buffer): Buffer {
  const copy = Buffer.from(packed);
  const at = copy.length - 8;
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Several files, and queries over them. */
export const MANY_CASES: readonly CorpusCase[] = [
  {
    name: 'a pattern that fits nothing',
    files: (folder) => join(folder, '*.csv'),
    expected: { code: 'CSV_MISSING', context: { file: '*.csv' } },
  },
  {
    name: 'a pattern',
    files: (folder) => (
      several({ 'p-1.csv': halves[0], 'p-2.csv': halves[1], 'q.csv': 'x' })(folder),
      join(folder, 'p-?.csv')
    ),
    expected: {},
  },
  {
    name: 'names that sort otherwise than their times',
    files: (folder) => (several({ 'p-10.csv': halves[1], 'p-9.csv': halves[0] })(folder), join(folder, 'p-*.csv')),
    expected: {},
  },
  {
    name: 'files against the order of time',
    files: several({ 'b.csv': halves[1], 'a.csv': halves[0] }),
    expected: { says: 'not in order of time' },
  },
  {
    name: 'files that overlap',
    files: several({ 'a.csv': halves[0], 'b.csv': textOf(['date,a', ...lines.slice(4)]) }),
    expected: {
      code: 'TIMESTAMP_DUPLICATE',
      context: { file: 'b.csv', line: 2, value: hour(3), previous: hour(3), values: [3, 3], count: 1, seriesCount: 1 },
    },
  },
  {
    name: 'files with other columns',
    files: several({ 'a.csv': halves[0], 'b.csv': halves[1].replace('date,a', 'date,b') }),
    expected: {
      code: 'HEADER_DIFFERS',
      context: { file: 'b.csv', first: expect.stringMatching(/\/a\.csv$/), column: 'a', has: false },
    },
  },
  {
    name: 'files with one column more',
    files: several({ 'a.csv': halves[0], 'b.csv': textOf(['date,a,b', ...lines.slice(5).map((line) => `${line},1`)]) }),
    expected: {
      code: 'HEADER_DIFFERS',
      context: { file: 'b.csv', first: expect.stringMatching(/\/a\.csv$/), column: 'b', has: true },
      hint: 'List the columns to forecast',
    },
  },
  {
    name: 'an empty file among others',
    files: several({ 'a.csv': halves[0], 'b.csv': '', 'c.csv': halves[1] }),
    expected: { code: 'CSV_EMPTY', context: { file: 'b.csv' } },
  },
  {
    name: 'files with other line ends',
    files: several({ 'a.csv': halves[0], 'b.csv': halves[1].replaceAll('\n', '\r\n') }),
    expected: {},
  },
];
