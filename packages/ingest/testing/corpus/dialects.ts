import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, textOf, withLines } from './corpus-case';

const lines = goodLines();
const noted = withLines(
  { 1: 'date,a,note' },
  goodLines((row) => `${row},"x"`),
);
const targets = { targets: ['a'] };
const delimited = (delimiter: string) => textOf(lines).replaceAll(',', delimiter);
const oneColumn = (delimiter: string, set: string) => ({
  code: 'COLUMN_UNKNOWN',
  context: { column: 'date', found: [`date${delimiter}a`], nearest: `date${delimiter}a`, role: 'timestamp' },
  hint: `set "delimiter": "${set}"`,
});
const german = ['date;a', ...Array.from({ length: 8 }, (_, row) => `${hour(row)};1.00${row},5`)];
const commented = [
  '# measured by hand',
  ...lines.slice(0, 4),
  '# then the clock was set',
  ...lines.slice(4),
  '# source: a friend',
];

/** Quotes, delimiters and comments. */
export const DIALECT_CASES: readonly CorpusCase[] = [
  {
    name: 'quotes around everything',
    files: textOf(lines.map((line) => `"${line.replace(',', '","')}"`)),
    expected: {},
  },
  {
    name: 'quotes and commas in a name',
    files: textOf(lines).replace('date,a', 'date,"a ""b"", c"'),
    expected: { channels: ['a "b", c'] },
  },
  { name: 'a line end between quotes', files: noted.replace('3,"x"', '3,"x\ny"'), settings: targets, expected: {} },
  {
    name: 'a fault behind a line end between quotes',
    files: noted.replace('3,"x"', '3,"x\ny"').replace('5,"x"', 'bad,"x"'),
    settings: targets,
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 8, column: 'a', value: 'bad', count: 1, atLeast: false } },
  },
  {
    name: 'a quote that is never closed',
    files: noted.replace('3,"x"', '3,"x'),
    settings: targets,
    expected: {
      code: 'CSV_BAD_ROW',
      context: {
        line: 5,
        problem: expect.stringMatching(/quote/i),
        text: expect.stringMatching(/^2024-01-01 03:00:00,3,"x/),
        count: 1,
        atLeast: false,
      },
      hint: 'quotes closed',
    },
  },
  {
    name: 'a quote that is never closed in the header',
    files: textOf(lines).replace('date,a', 'date,"a'),
    expected: {
      code: 'CSV_BAD_ROW',
      context: {
        line: 1,
        problem: 'A quote is not closed',
        text: expect.stringMatching(/^date,"a\n2024/),
        count: 1,
        atLeast: false,
      },
      hint: 'quotes closed',
    },
  },
  {
    name: 'text behind a closed quote',
    files: noted.replace('3,"x"', '3,"x"y'),
    settings: targets,
    expected: {
      code: 'CSV_BAD_ROW',
      context: {
        line: 5,
        problem: expect.stringMatching(/quote/i),
        text: expect.stringContaining('3,"x"y'),
        count: 1,
        atLeast: false,
      },
    },
  },
  {
    name: 'a fault behind quotes within texts without quotes',
    files: noted.replace('2,"x"', '2,5" wide').replace('4,"x"', '4,6" wide').replace('6,"x"', 'bad,"x"'),
    settings: targets,
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 8, column: 'a', value: 'bad', count: 1, atLeast: false } },
  },
  {
    name: 'a missing value behind quotes within texts without quotes',
    files: noted.replace('2,"x"', '2,5" wide').replace('4,"x"', '4,6" wide').replace('6,"x"', ',"x"'),
    settings: targets,
    expected: { code: 'VALUE_MISSING', context: { line: 8, column: 'a', value: '', count: 1 } },
  },
  {
    name: 'a quote within a text without quotes',
    files: noted.replace('3,"x"', '3,5" wide'),
    settings: targets,
    expected: {},
  },
  {
    name: 'other quotes',
    files: noted.replaceAll('"', "'").replace("3,'x'", "3,'x, y'"),
    settings: { ...targets, dialect: { quote: "'" } },
    expected: {},
  },
  { name: 'semicolons that nobody spoke of', files: delimited(';'), expected: oneColumn(';', ';') },
  { name: 'tabs that nobody spoke of', files: delimited('\t'), expected: oneColumn('\t', '\\t') },
  { name: 'pipes that nobody spoke of', files: delimited('|'), expected: oneColumn('|', '|') },
  { name: 'semicolons', files: delimited(';'), settings: { dialect: { delimiter: ';' } }, expected: {} },
  { name: 'tabs', files: delimited('\t'), settings: { dialect: { delimiter: '\t' } }, expected: {} },
  { name: 'pipes', files: delimited('|'), settings: { dialect: { delimiter: '|' } }, expected: {} },
  {
    name: 'decimal commas and points between thousands',
    files: textOf(german),
    settings: { dialect: { delimiter: ';', decimal: ',', thousands: '.' } },
    expected: { target: [1000.5, 1001.5, 1002.5, 1003.5, 1004.5, 1005.5, 1006.5, 1007.5] },
  },
  {
    name: 'decimal commas that nobody spoke of',
    files: textOf(german),
    settings: { dialect: { delimiter: ';' } },
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 2, column: 'a', value: '1.000,5', count: 8, atLeast: false },
      hint: 'Set "decimal": "," and "thousands": "."',
    },
  },
  {
    name: 'a decimal point where commas are decimal',
    files: textOf(german.map((line, index) => (index === 4 ? `${hour(3)};3.5` : line.replace('1.00', '')))),
    settings: { dialect: { delimiter: ';', decimal: ',' } },
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 5, column: 'a', value: '3.5', count: 1, atLeast: false } },
  },
  {
    name: 'a decimal point where points part thousands: 3.5 is not 35',
    files: textOf(german.map((line, index) => (index === 4 ? `${hour(3)};3.5` : line))),
    settings: { dialect: { delimiter: ';', decimal: ',', thousands: '.' } },
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 5, column: 'a', value: '3.5', count: 1, atLeast: false } },
  },
  { name: 'comments', files: textOf(commented), settings: { dialect: { comment: '#' } }, expected: {} },
  {
    name: 'a comment before the header that nobody spoke of',
    files: textOf(commented),
    expected: {
      code: 'COLUMN_UNKNOWN',
      context: { column: 'date', found: ['# measured by hand'], nearest: undefined, role: 'timestamp' },
      hint: 'set "comment": "#"',
    },
  },
  {
    name: 'a comment behind the rows that nobody spoke of',
    files: textOf([...lines, '# source: a friend']),
    expected: {
      code: 'CSV_BAD_ROW',
      context: {
        line: 10,
        problem: expect.stringContaining('Found: 1'),
        text: '# source: a friend',
        count: 1,
        atLeast: false,
      },
      hint: 'is a line a comment (`ingest.dialect`)',
    },
  },
];
