import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, textOf, withLines } from './corpus-case';

const lines = goodLines();
const text = textOf(lines);
const badRow = (line: number, problem: string, rejected: string, count = 1) => ({
  code: 'CSV_BAD_ROW',
  context: { line, problem: expect.stringContaining(problem), text: rejected, count, atLeast: false },
  hint: 'Each row needs as many fields as the header',
});
const fields = (found: number, expected = 2) => `Expected Number of Columns: ${expected} Found: ${found}`;
const noted = goodLines((row) => `${row},note`);

/** Where rows end, and how many fields they have. */
export const LINE_CASES: readonly CorpusCase[] = [
  {
    name: 'an empty file',
    files: '',
    expected: { code: 'CSV_EMPTY', context: {}, hint: 'The first line must name the columns' },
  },
  { name: 'only empty lines', files: '\n\n\r\n', expected: { code: 'CSV_EMPTY', context: {} } },
  { name: 'a header only', files: 'date,a\n', expected: { code: 'CSV_EMPTY', context: {} } },
  { name: 'a header only, without a line end', files: 'date,a', expected: { code: 'CSV_EMPTY', context: {} } },
  {
    name: 'one row',
    files: textOf(lines.slice(0, 2)),
    expected: {
      code: 'SERIES_TOO_SHORT',
      context: { rows: 1, needed: 4, horizon: 1, count: 1, total: 1 },
      hint: 'Lower `ingest.horizon`',
    },
  },
  { name: 'no line end behind the last row', files: text.trimEnd(), expected: {} },
  { name: 'lines that end with CR LF', files: textOf(lines, '\r\n'), expected: {} },
  { name: 'lines that end with CR, as old as they are', files: textOf(lines, '\r'), expected: {} },
  {
    name: 'CR LF behind LF',
    files: textOf(lines.slice(0, 4)) + textOf(lines.slice(4), '\r\n'),
    expected: { code: 'CSV_LINE_ENDS', context: { line: 5, end: '\\r\\n', first: '\\n' }, hint: '`dos2unix`' },
  },
  {
    name: 'LF behind CR LF',
    files: textOf(lines.slice(0, 4), '\r\n') + textOf(lines.slice(4)),
    expected: { code: 'CSV_LINE_ENDS', context: { line: 5, end: '\\n', first: '\\r\\n' } },
  },
  {
    name: 'a header that ends otherwise than the rows',
    files: `date,a\r\n${textOf(lines.slice(1))}`,
    expected: { code: 'CSV_LINE_ENDS', context: { line: 2, end: '\\n', first: '\\r\\n' } },
  },
  {
    name: 'one CR among lines that end with LF',
    files: text.replace(',3\n', ',3\r'),
    expected: { code: 'CSV_LINE_ENDS', context: { line: 5, end: '\\r', first: '\\n' } },
  },
  { name: 'empty lines before the header', files: `\n\n${text}`, expected: {} },
  { name: 'empty lines between the rows', files: text.replaceAll('\n', '\n\n'), expected: {} },
  { name: 'empty lines behind the rows', files: `${text}\n\n\n`, expected: {} },
  { name: 'empty lines that end with CR LF', files: `\r\n${textOf(lines, '\r\n\r\n')}`, expected: {} },
  { name: 'a line of spaces', files: withLines({ 5: '   ' }), expected: badRow(5, fields(1), '   ') },
  {
    name: 'a row with a field too many',
    files: withLines({ 5: `${lines[4]},9` }),
    expected: badRow(5, fields(3), `${lines[4]},9`),
  },
  {
    name: 'rows with a field too few',
    files: withLines({ 5: hour(3), 7: hour(5) }),
    expected: badRow(5, fields(1), hour(3), 2),
  },
  {
    name: 'a file that was cut in its last row',
    files: text.slice(0, -8),
    expected: badRow(9, fields(1), '2024-01-01 07:'),
  },
  {
    name: 'a comma behind every row but not the header, with nothing behind it',
    files: textOf(['date,a', ...lines.slice(1).map((line) => `${line},`)]),
    expected: {},
  },
  {
    name: 'a title above the header, with as many commas',
    files: textOf(['Sales report,,', ...lines.map((line) => `${line},1`)]),
    expected: {
      code: 'COLUMN_UNNAMED',
      context: { position: 2, only: 'Sales report' },
      hint: 'Take the lines above the names of the columns out of the file in `ingest.files`',
    },
    settings: { timestamp: 'Sales report' },
  },
  {
    name: 'a comma behind the header too',
    files: textOf(lines.map((line) => `${line},`)),
    expected: { code: 'COLUMN_UNNAMED', context: { position: 3 }, hint: 'list the columns to forecast' },
  },
  {
    name: 'a comma behind the header too, and the targets named',
    files: textOf(lines.map((line) => `${line},`)),
    settings: { targets: ['a'] },
    expected: {},
  },
  {
    name: 'decimal commas where commas part the fields',
    files: withLines({ 5: `${hour(3)},3,5` }),
    expected: badRow(5, fields(3), `${hour(3)},3,5`),
  },
  {
    name: 'rows without a header',
    files: textOf(lines.slice(1)),
    expected: {
      code: 'COLUMN_UNKNOWN',
      context: { column: 'date', found: [hour(0), '0'], nearest: undefined, role: 'timestamp' },
      hint: 'is named in `ingest.timestamp`; the file names its columns in its first line',
    },
  },
  {
    name: 'the header a second time',
    files: textOf([...lines.slice(0, 5), 'date,a', ...lines.slice(5)]),
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 6, column: 'a', value: 'a', count: 1, atLeast: false },
      hint: 'The header is there a second time',
    },
  },
  {
    name: 'a row of units',
    files: textOf(['date,a', ',kWh', ...lines.slice(1)]),
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 2, column: 'a', value: 'kWh', count: 1, atLeast: false } },
  },
  {
    name: 'names in another order',
    files: textOf(lines.map((line) => line.split(',').reverse().join())),
    expected: {},
  },
  {
    name: 'a name twice',
    files: textOf(noted).replace('date,a', 'date,a,a'),
    expected: { code: 'COLUMN_REPEATED', context: { column: 'a', positions: [2, 3] }, hint: 'its own name' },
  },
  {
    name: 'names that differ by their case only',
    files: textOf(goodLines((row) => `${row},${-row}`)).replace('date,a', 'date,a,A'),
    expected: { channels: ['a', 'A'], target: [0, 0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7] },
  },
  {
    name: 'spaces around a name',
    files: text.replace('date,a', ' date ,a'),
    expected: {
      code: 'COLUMN_UNKNOWN',
      context: { column: 'date', found: [' date ', 'a'], nearest: ' date ', role: 'timestamp' },
      hint: 'Did you mean " date "?',
    },
  },
  {
    name: 'nothing but timestamps',
    files: textOf(lines.map((line) => line.split(',')[0] ?? '')),
    expected: { code: 'COLUMN_NONE', context: { timestamp: 'date' }, hint: 'at least one column of numbers' },
  },
];
