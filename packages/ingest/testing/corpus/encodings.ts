import { hour } from '../ingest-fixture';
import { several } from './put-files';
import { type CorpusCase, goodLines, textOf, withLines } from './corpus-case';

const text = textOf(goodLines());
const umlaut = textOf(goodLines()).replace('date,a', 'date,wärme');
const utf16 = { dialect: { encoding: 'utf-16' } };
const latin1 = { dialect: { encoding: 'latin-1' } };
const bigEndian = (source: string) => Buffer.from(source, 'utf16le').swap16();

const latinRow = Buffer.from(
  withLines(
    { 1: 'date,a,ort', 5: `${hour(3)},3,Köln` },
    goodLines((row) => `${row},x`),
  ),
  'latin1',
);

/** What bytes stand for. */
export const ENCODING_CASES: readonly CorpusCase[] = [
  { name: 'a byte order mark', files: `\ufeff${text}`, expected: {} },
  { name: 'a byte order mark before a quoted name', files: `\ufeff"date"${text.slice(4)}`, expected: {} },
  { name: 'nothing but a byte order mark', files: '\ufeff', expected: { code: 'CSV_EMPTY', context: {} } },
  { name: 'UTF-16 with its mark', files: Buffer.from(`\ufeff${text}`, 'utf16le'), settings: utf16, expected: {} },
  { name: 'UTF-16 without its mark', files: Buffer.from(text, 'utf16le'), settings: utf16, expected: {} },
  {
    name: 'UTF-16 that is said to be UTF-8',
    files: Buffer.from(`\ufeff${text}`, 'utf16le'),
    expected: {
      code: 'CSV_ENCODING',
      context: { encoding: 'utf-8', suggested: 'utf-16' },
      hint: '"encoding": "utf-16"',
    },
  },
  {
    name: 'UTF-16 in big-endian order',
    files: bigEndian(`\ufeff${text}`),
    expected: {
      code: 'FILE_FORMAT',
      context: { found: 'UTF-16 with its bytes in big-endian order' },
      hint: 'Unpack or convert it',
    },
  },
  {
    name: 'UTF-16 in big-endian order without its mark',
    files: bigEndian(text),
    expected: { code: 'FILE_FORMAT', context: { found: 'UTF-16 with its bytes in big-endian order' } },
  },
  {
    name: 'UTF-8 that is said to be UTF-16',
    files: text,
    settings: utf16,
    expected: { code: 'CSV_ENCODING', context: { encoding: 'utf-16', suggested: 'utf-8' } },
  },
  ...(
    [
      ['utf-8', 'utf-16', 'b.csv', 'a.csv'],
      ['utf-16', 'utf-8', 'a.csv', 'b.csv'],
    ] as const
  ).map(([encoding, suggested, file, other]) => ({
    name: `UTF-8 beside UTF-16, said to be ${encoding}`,
    files: several({ 'a.csv': text, 'b.csv': Buffer.from(`\ufeff${text}`, 'utf16le') }),
    settings: { dialect: { encoding } },
    expected: {
      code: 'CSV_ENCODING',
      context: { file, encoding, suggested, other: { file: expect.stringContaining(other), encoding } },
      hint: `${file} as ${encoding}, or name files of one encoding in \`ingest.files\``,
    },
  })),
  {
    name: 'latin-1',
    files: Buffer.from(umlaut, 'latin1'),
    settings: latin1,
    expected: { channels: ['wärme'] },
  },
  {
    name: 'latin-1 in the header that is said to be UTF-8',
    files: Buffer.from(umlaut, 'latin1'),
    expected: {
      code: 'CSV_ENCODING',
      context: { encoding: 'utf-8', suggested: 'latin-1' },
      hint: '"encoding": "latin-1"',
    },
  },
  {
    name: 'latin-1 in a column of text that is not read',
    files: latinRow,
    settings: { targets: ['a'] },
    expected: {},
  },
  {
    name: 'latin-1 in the ids of a file that is said to be UTF-8',
    files: latinRow,
    settings: { targets: ['a'], series: 'ort' },
    expected: {
      code: 'CSV_BAD_ROW',
      context: {
        line: 5,
        count: 1,
        atLeast: false,
        problem: expect.stringContaining('utf-8'),
        text: expect.stringMatching(/^2024-01-01 03:00:00,3,K/),
      },
      hint: '"encoding": "latin-1"',
    },
  },
  {
    name: 'UTF-8 that is said to be latin-1',
    files: umlaut,
    settings: { ...latin1, targets: ['wärme'] },
    expected: {
      code: 'COLUMN_UNKNOWN',
      context: { column: 'wärme', found: ['date', 'wÃ¤rme'], nearest: 'wÃ¤rme', role: 'targets' },
      hint: 'Did you mean "wÃ¤rme"?',
    },
  },
  {
    name: 'names in any script',
    files: text.replace('date,a', 'date,気温🌡'),
    expected: { channels: ['気温🌡'] },
  },
  {
    name: 'a NUL in the header',
    files: text.replace('date,a', 'date,a\0'),
    expected: { code: 'CSV_ENCODING', context: { encoding: 'utf-8', suggested: 'utf-16' } },
  },
  {
    name: 'a NUL in a number',
    files: withLines({ 5: '2024-01-01 03:00:00,3\0' }),
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 5, column: 'a', value: '3\0', count: 1, atLeast: false },
    },
  },
  {
    name: 'a NUL in a timestamp',
    files: withLines({ 5: '2024-01-01 03:00:00\0,3' }),
    expected: {
      code: 'TIMESTAMP_INVALID',
      context: { line: 5, column: 'date', value: '2024-01-01 03:00:00\0', count: 1 },
    },
  },
  {
    name: 'zeros behind the last row, as a crash leaves them',
    files: text + '\0'.repeat(64),
    expected: {
      code: 'CSV_BAD_ROW',
      context: {
        line: 10,
        count: 1,
        atLeast: false,
        problem: 'Expected Number of Columns: 2 Found: 1',
        text: '\0'.repeat(64),
      },
    },
  },
  {
    name: 'a character that is cut at the end of the file',
    files: Buffer.concat([Buffer.from(`${text}2024-01-01 08:00:00,8`), Buffer.from([0xc3])]),
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 10, column: 'a', value: expect.stringMatching(/^8.$/), count: 1, atLeast: false },
    },
  },
  {
    name: 'a space that does not break, in a number',
    files: withLines({ 5: '2024-01-01 03:00:00,3\u00a0' }),
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 5, column: 'a', value: '3\u00a0', count: 1, atLeast: false },
    },
  },
];
