import { gzipSync } from 'node:zlib';
import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, textOf, withLines } from './corpus-case';

const wide = withLines(
  { 1: 'date,a,b' },
  goodLines((row) => `${row},`),
);
const [zeroToTwo, fourToSeven] = [
  [0, 1, 2],
  [4, 5, 6, 7],
];
/** A file of which row 3 (line 5) holds a text. */
const cell = (text: string) => withLines({ 5: `${hour(3)},${text}` });

/** Texts that are numbers, and the float32 that they are. */
const NUMBERS: readonly (readonly [text: string, value: number])[] = [
  ['"3.5"', 3.5],
  [' 3.5 ', 3.5],
  ['+3.5', 3.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1e-3', Math.fround(0.001)],
  ['00012', 12],
  ['-0.0', -0],
  ['3.4e38', Math.fround(3.4e38)],
  ['1e-400', 0],
  ['16777217', 16_777_216],
];

/** Texts that are none; what errors show of them, where it differs; a part of the hint. */
const NO_NUMBERS: readonly (readonly [text: string, hint?: string])[] = [
  ['0x1F'],
  ['0x10'],
  ['1_000', 'Set "thousands": "_"'],
  ['-1_000.5', 'Set "thousands": "_"'],
  ['1_5', 'leave "a" out'],
  ['1.5_5'],
  ['_1'],
  ['1 000'],
  ['١٢'],
  ['5%'],
  ['$5'],
  ['5 €'],
  ['(5)'],
  ['1 kW', 'leave "a" out'],
  ['1.2.3'],
  ['--5'],
  ['1e'],
  ['true'],
  ['٣'],
  ['−5'],
  ['1 234'],
  ['NA', '"null": ["NA"]'],
  ['#N/A', '"null": ["#N/A"]'],
  ['-', '"null": ["-"]'],
];

/** What a cell of a number may hold. */
export const NUMBER_CASES: readonly CorpusCase[] = [
  ...NUMBERS.map(([text, value]) => ({
    name: `the number ${text}`,
    files: cell(text),
    expected: { target: [...zeroToTwo, value, ...fourToSeven] },
  })),
  ...NO_NUMBERS.map(([value, hint]) => ({
    name: `the text ${value} where a number should be`,
    files: cell(value),
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: {
        ...{ line: 5, column: 'a', value, count: 1, atLeast: false },
        ...(hint?.startsWith('"null"') && { nulls: [value] }),
      },
      ...(hint !== undefined && { hint }),
    },
  })),
  ...['1e400', '3.4e39', '-1e39', 'inf', '-inf', 'Infinity'].map((value) => ({
    name: `${value}, which float32 does not hold`,
    files: cell(value),
    expected: {
      code: 'VALUE_INFINITE',
      context: { line: 5, column: 'a', value, count: 1 },
      hint: 'Rescale the column',
    },
  })),
  ...['', '""', 'NaN', 'nan'].map((text) => ({
    name: `${text || 'nothing'} in the place of a value`,
    files: cell(text),
    expected: {
      code: 'VALUE_MISSING',
      context: { line: 5, column: 'a', value: text.replaceAll('"', ''), count: 1 },
      hint: '`ingest.missing`',
    },
  })),
  {
    name: 'several words for a missing value beside one that is set',
    files: textOf(goodLines((row) => ['0', '-', 'NA', '" NA "', 'none', '-', '6', 'x'][row] ?? '')),
    settings: { dialect: { null: ['none'] } },
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: {
        ...{ line: 3, column: 'a', value: '-', count: 5, atLeast: false },
        nulls: ['none', '-', 'NA', ' NA '],
      },
      hint: '"null": ["none", "-", "NA", " NA "]',
    },
  },
  {
    name: 'all the words that the hint lists',
    files: textOf(goodLines((row) => ['0', '-', '2', '" NA "', '4', 'none', '6', '7'][row] ?? '')),
    settings: { dialect: { null: ['none', '-', 'NA', ' NA '] }, missing: 'ffill' },
    expected: { target: [0, 0, 2, 2, 4, 4, 6, 7] },
  },
  {
    name: 'a word in a covariate',
    files: textOf(goodLines((row) => `${row},${row === 3 ? 'yes' : 0}`)).replace('date,a', 'date,a,k'),
    settings: { targets: ['a'], known: ['k'] },
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 5, column: 'k', value: 'yes', count: 1, atLeast: false, role: 'known' },
      hint: 'take it out of `ingest.known`',
    },
  },
  ...(['past', 'targets'] as const).map((role) => ({
    name: `a missing value of a column in ${role}`,
    files: textOf(goodLines((row) => `${row},${row === 3 ? '' : 0}`)).replace('date,a', 'date,a,p'),
    settings: role === 'past' ? { targets: ['a'], past: ['p'] } : { targets: ['a', 'p'] },
    expected: {
      code: 'VALUE_MISSING',
      context: { line: 5, column: 'p', value: '', count: 1, ...(role === 'past' && { role }) },
      hint: `leave "p" out of \`ingest.${role}\``,
    },
  })),
  {
    name: 'a word for a missing value',
    files: cell('NA'),
    settings: { dialect: { null: ['NA'] } },
    expected: { code: 'VALUE_MISSING', context: { line: 5, column: 'a', value: 'NA', count: 1 } },
  },
  {
    name: 'a missing value that may be missing',
    files: cell(''),
    settings: { missing: 'ffill' },
    expected: { target: [0, 1, 2, 2, 4, 5, 6, 7], says: 'policy `missing` was used {"action":"ffill","count":1}' },
  },
  {
    name: 'thousands in quotes',
    files: textOf(goodLines((row) => `"1,00${row}.5"`)),
    settings: { dialect: { thousands: ',' } },
    expected: { target: [1000.5, 1001.5, 1002.5, 1003.5, 1004.5, 1005.5, 1006.5, 1007.5] },
  },
  {
    name: 'thousands in quotes that nobody spoke of',
    files: cell('"1,234.5"'),
    expected: {
      code: 'CSV_NOT_A_NUMBER',
      context: { line: 5, column: 'a', value: '1,234.5', count: 1, atLeast: false },
      hint: 'Set "thousands": ","',
    },
  },
  {
    name: 'underscores between thousands that somebody spoke of',
    files: textOf(goodLines((row) => `1_00${row}`)),
    settings: { dialect: { thousands: '_' } },
    expected: { target: [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007] },
  },
  {
    name: 'underscores that do not part thousands',
    files: cell('1_5'),
    settings: { dialect: { thousands: '_' } },
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 5, column: 'a', value: '1_5', count: 1, atLeast: false } },
  },
  {
    name: 'underscores between the digits of a note and not of a number',
    files: withLines(
      { 1: 'date,a,note' },
      goodLines((row) => `${row},1_${row}`),
    ),
    settings: { targets: ['a'] },
    expected: {},
  },
  {
    name: 'underscores in two numbers of a packed file',
    files: gzipSync(withLines({ 5: `${hour(3)},1_000`, 7: `${hour(5)},2_000` })),
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 5, column: 'a', value: '1_000', count: 2, atLeast: false } },
  },
  {
    name: 'an underscore in a number of a file in UTF-16',
    files: Buffer.from(cell('1_000'), 'utf16le'),
    settings: { dialect: { encoding: 'utf-16' } },
    expected: { code: 'CSV_NOT_A_NUMBER', context: { line: 5, column: 'a', value: '1_000', count: 1, atLeast: false } },
  },
  {
    name: 'apostrophes between thousands, as the Swiss write them',
    files: textOf(goodLines((row) => `1'00${row}`)),
    settings: { dialect: { thousands: "'" } },
    expected: { target: [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007] },
  },
  {
    name: 'a column without any value',
    files: wide,
    expected: { code: 'VALUE_MISSING', context: { line: 2, column: 'b', value: '', count: 8 } },
  },
  { name: 'a column without any value that is not asked for', files: wide, settings: { targets: ['a'] }, expected: {} },
  {
    name: 'a column without any value that may be missing',
    files: wide,
    settings: { missing: 'mask' },
    expected: {
      code: 'TRAIN_UNOBSERVED',
      context: { column: 'b', count: 1 },
      hint: 'the column out of `ingest.targets`',
    },
  },
  {
    name: 'a column of empty names and cells',
    files: textOf(goodLines((row) => `${row},`)).replace('date,a', 'date,a,'),
    expected: { code: 'COLUMN_UNNAMED', context: { position: 3 } },
  },
  {
    name: 'a fraction behind 20,480 whole numbers',
    files: textOf([
      'date,a',
      ...Array.from({ length: 20_490 }, (_, row) => `${hour(row)},${row === 20_480 ? '12.75' : '12'}`),
    ]),
    expected: {
      target: Array.from({ length: 20_490 }, (_, row) => (row === 20_480 ? 12.75 : 12)),
      times: Array.from({ length: 20_490 }, (_, row) => `${hour(row).replace(' ', 'T')}.000Z`),
    },
  },
];
