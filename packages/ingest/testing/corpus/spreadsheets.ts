import { type CorpusCase, goodLines, textOf } from './corpus-case';

const lines = goodLines();
const semicolons = lines.map((line) => line.replace(',', ';'));
const german = { delimiter: ';', decimal: ',' };
const quarters = (spell: (year: number, quarter: number) => string) =>
  textOf(['date,a', ...lines.slice(1).map((_, row) => `${spell(2023 + (row >> 2), (row % 4) + 1)},${row}`)]);
const starts = [2023, 2024].flatMap((year) =>
  ['01', '04', '07', '10'].map((month) => `${year}-${month}-01T00:00:00.000Z`),
);
const format = (found: string) => ({ code: 'FILE_FORMAT', context: { found } });
const notANumber = (value: string, hint: string) => ({
  code: 'CSV_NOT_A_NUMBER',
  context: { line: 5, column: 'a', value, count: 1, atLeast: false },
  hint,
});

/** What spreadsheets and web pages make of a table. */
export const SPREADSHEET_CASES: readonly CorpusCase[] = [
  {
    name: 'the separator in a line above the header',
    files: textOf(['sep=;', ...semicolons]),
    settings: { dialect: german },
    expected: {},
  },
  {
    name: 'a wrong number below a line with the separator',
    files: textOf(['sep=;', ...semicolons.slice(0, 4), `${semicolons[4]}x`, ...semicolons.slice(5)]),
    settings: { dialect: german },
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 6, column: 'a', value: '3x', count: 1, atLeast: false } },
  },
  {
    name: 'a list of JSON called .csv',
    files: '[{"date": "2024-01-01", "a": 1},\n{"date": "x"}]',
    expected: format('JSON'),
  },
  { name: 'lines of JSON called .csv', files: '{"date":"2024-01-01","a":1}\n', expected: format('JSON') },
  {
    name: 'a page that asks for a password, called .csv',
    files: '<!DOCTYPE html>\n<html><body>date, a</body></html>',
    expected: format('a page of HTML or XML'),
  },
  {
    name: 'a title above the header',
    files: textOf(['Plant 7', '', ...lines]),
    expected: {
      code: 'COLUMN_UNKNOWN',
      context: { column: 'date', found: ['Plant 7'], nearest: undefined, role: 'timestamp' },
    },
  },
  ...['2023Q1', '2023-Q1', '2023 q1', 'Q1 2023', 'Q1/2023', 'Q12023'].map((text) => ({
    name: `quarters as ${text}`,
    files: quarters((year, quarter) => text.replace('2023', String(year)).replace('1', String(quarter))),
    settings: { timeFormat: 'quarters', frequency: 'P3M' },
    expected: { times: starts },
  })),
  {
    name: 'a fifth quarter',
    files: quarters((year, quarter) => `${year}Q${quarter}`).replace('2023Q4', '2023Q5'),
    settings: { timeFormat: 'quarters', frequency: 'P3M' },
    expected: {
      code: 'TIMESTAMP_INVALID',
      context: { line: 5, column: 'date', value: '2023Q5', count: 1, timeFormat: 'quarters' },
    },
  },
  {
    name: 'quarters that nobody spoke of',
    files: quarters((year, quarter) => `${year}Q${quarter}`),
    settings: { frequency: 'P3M' },
    expected: {
      code: 'TIMESTAMP_INVALID',
      context: { line: 2, column: 'date', value: '2023Q1', count: 8 },
      hint: '"quarters"',
    },
  },
  {
    name: 'spaces between thousands',
    files: textOf(semicolons).replace(';3', ';1 003,5'),
    settings: { dialect: { ...german, thousands: ' ' } },
    expected: { target: [0, 1, 2, 1003.5, 4, 5, 6, 7] },
  },
  {
    name: 'spaces between thousands that nobody spoke of',
    files: textOf(semicolons).replace(';3', ';1 003,5'),
    settings: { dialect: german },
    expected: notANumber('1 003,5', '"thousands": " "'),
  },
  {
    name: 'no-break spaces between thousands',
    files: textOf(semicolons).replace(';3', ';1\u202f003,5'),
    settings: { dialect: german },
    expected: notANumber('1\u202f003,5', 'A no-break space parts its thousands'),
  },
];
