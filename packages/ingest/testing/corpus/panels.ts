import { type CorpusCase, textOf } from './corpus-case';
import { hour } from '../ingest-fixture';
import { several } from './put-files';

const HOURS = 8;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
/** `date,id,a` and eight rows of each id, one series behind the other; `cells` follow the id. */
const panel = (header: string, ids: readonly string[], cells: (row: number, id: string) => string = String) =>
  textOf([
    `date,id,${header}`,
    ...ids.flatMap((id) => range(HOURS).map((row) => `${hour(row)},${id},${cells(row, id)}`)),
  ]);
const byId = { series: 'id' };
const values = (count: number) => Array.from({ length: count }, () => range(HOURS)).flat();
const times = (count: number) =>
  Array.from({ length: count }, () => range(HOURS).map((row) => `${hour(row).replace(' ', 'T')}.000Z`)).flat();
const both = (series: Readonly<Record<string, number>>) => ({
  series,
  target: values(Object.keys(series).length),
  times: times(Object.keys(series).length),
});
const long = 'x'.repeat(10_000);

/** Rows of several series. */
export const PANEL_CASES: readonly CorpusCase[] = [
  {
    name: 'ids of ten thousand letters',
    files: panel('a', [`${long}1`, `${long}2`]),
    settings: byId,
    expected: both({ [`${long}1`]: 8, [`${long}2`]: 8 }),
  },
  {
    name: 'ids that look like numbers',
    files: panel('a', ['007', '7', '7.0']),
    settings: byId,
    expected: both({ '007': 8, '7': 8, '7.0': 8 }),
  },
  ...[
    ['007', '7', '7.0'],
    ['9007199254740992', '9007199254740993'],
    ['2024-01-01', '2024-01-02'],
  ].map((ids) => ({
    name: `ids such as ${ids[0]}, passed on by a query`,
    files: panel('a', ids),
    query: 'SELECT date, id, a FROM input',
    settings: byId,
    expected: both(Object.fromEntries(ids.map((id) => [id, HOURS]))),
  })),
  {
    name: 'ids that look like numbers in one of two files of a query only',
    files: several({ 'a.csv': panel('a', ['007', '7']), 'b.csv': panel('a', ['x']) }),
    query: 'SELECT date, id, a FROM input',
    settings: byId,
    expected: both({ '007': 8, '7': 8, x: 8 }),
  },
  {
    name: 'ids that differ by case or a space',
    files: panel('a', ['a', 'A', '"a "']),
    settings: byId,
    expected: both({ A: 8, a: 8, 'a ': 8 }),
  },
  {
    name: 'ids with commas, quotes and line ends',
    files: panel('a', ['"x, y"', '"say ""x"""', '"x\ny"']),
    settings: byId,
    expected: both({ 'say "x"': 8, 'x\ny': 8, 'x, y': 8 }),
  },
  {
    name: 'ids with the names of every object',
    files: panel('a', ['__proto__', 'constructor']),
    settings: byId,
    expected: both(
      Object.fromEntries([
        ['__proto__', 8],
        ['constructor', 8],
      ]),
    ),
  },
  {
    name: 'a row without an id',
    files: panel('a', ['x', 'y']).replace(`${hour(3)},y`, `${hour(3)},`),
    settings: byId,
    expected: {
      code: 'SERIES_UNNAMED',
      context: { line: 13, column: 'id', value: '', count: 1 },
      hint: 'Fill the column in `ingest.series`',
    },
  },
  {
    name: 'an id that is a word for a missing value',
    files: panel('a', ['x', 'NA']),
    settings: { ...byId, dialect: { null: ['NA'] } },
    expected: { code: 'SERIES_UNNAMED', context: { line: 10, column: 'id', value: 'NA', count: 8 } },
  },
  {
    name: 'a time twice in one of two series',
    files: `${panel('a', ['x', 'y'])}${hour(3)},y,30\n`,
    settings: byId,
    expected: {
      code: 'TIMESTAMP_DUPLICATE',
      context: { line: 18, series: 'y', value: hour(3), previous: hour(3), values: [3, 30], count: 1, seriesCount: 1 },
    },
  },
  {
    name: 'a series that is too short',
    files: `${panel('a', ['x'])}${hour(0)},y,1\n`,
    settings: byId,
    expected: {
      code: 'SERIES_TOO_SHORT',
      context: { series: 'y', rows: 1, needed: 4, horizon: 1, count: 1, total: 2 },
      hint: 'set `ingest.short` to "drop"',
    },
  },
  {
    name: 'series of which none is long enough',
    files: textOf(['date,id,a', `${hour(0)},x,1`, `${hour(0)},y,1`]),
    settings: { ...byId, short: 'drop' },
    expected: {
      code: 'SERIES_NONE_LEFT',
      context: { missing: 0, short: 2, total: 2 },
      hint: 'set `ingest.short` to "pad"',
    },
  },
  {
    name: 'a static feature that changes',
    files: panel('a,size', ['x', 'y'], (row, id) => `${row},${id === 'y' && row === 5 ? 'big' : 'small'}`),
    settings: { ...byId, static: ['size'] },
    expected: {
      code: 'STATIC_VARIES',
      context: { line: 15, series: 'y', column: 'size', values: ['small', 'big'], role: 'static', count: 1 },
      hint: 'It must be the same in all rows of a series; take "size" out of `ingest.static` if it varies.',
    },
  },
  {
    name: 'a static feature of numbers that changes in three series, over two files',
    files: several({
      'a.csv': panel('a,size', ['x', 'y'], (row) => `${row},7`),
      'b.csv': panel('a,size', ['x', 'y', 'z'], (row) => `${row},${row === 2 ? 8 : 7}`).replace(
        /2024-01-01/g,
        '2024-01-02',
      ),
    }),
    settings: { ...byId, static: ['size'] },
    expected: {
      code: 'STATIC_VARIES',
      context: { file: 'b.csv', line: 4, series: 'x', column: 'size', values: ['7', '8'], role: 'static', count: 3 },
      hint: 'list it in `ingest.past` or `ingest.known`',
    },
  },
  {
    name: 'a weight that changes',
    files: panel('a,w', ['x', 'y'], (row, id) => `${row},${id === 'y' && row > 5 ? 2 : 1}`),
    settings: { ...byId, weight: 'w' },
    expected: {
      code: 'STATIC_VARIES',
      context: { line: 16, series: 'y', column: 'w', values: ['1', '2'], role: 'weight', count: 1 },
      hint: 'take "w" out of `ingest.weight` if it varies.',
    },
  },
  {
    name: 'a static feature that is nowhere',
    files: panel('a,size', ['x', 'y'], (row, id) => `${row},${id === 'y' ? '' : 'small'}`),
    settings: { ...byId, static: ['size'] },
    expected: {
      code: 'STATIC_MISSING',
      context: { line: 10, series: 'y', column: 'size', role: 'static', count: 1 },
      hint: 'leave "size" out of `ingest.static`',
    },
  },
  ...['0', '-1', 'heavy', 'nan', 'inf'].map((value) => ({
    name: `the weight ${value}`,
    files: panel('a,w', ['x', 'y'], (row, id) => `${row},${id === 'y' ? value : '2'}`),
    settings: { ...byId, weight: 'w' },
    expected: {
      code: 'WEIGHT_INVALID',
      context: { line: 10, series: 'y', column: 'w', value, role: 'weight', count: 1 },
      hint: 'positive numbers',
    },
  })),
];

const future = (rows: number, horizon: number) => ({
  files: textOf(['date,a,price', ...range(rows).map((row) => `${hour(row)},${row < HOURS ? row : ''},${row}`)]),
  settings: { known: ['price'], horizon, split: { kind: 'borders', train: 4, validation: 6, test: 8 } },
});

/** Columns that are known for the future, and queries. */
export const ROLE_CASES: readonly CorpusCase[] = [
  {
    name: 'a known covariate that reaches one horizon further',
    ...future(10, 2),
    expected: {
      target: [0, 1, 2, 3, 4, 5, 6, 7, NaN, NaN],
      times: range(10).map((row) => `${hour(row).replace(' ', 'T')}.000Z`),
    },
  },
  {
    name: 'a known covariate that is one step short',
    ...future(9, 2),
    expected: {
      code: 'KNOWN_TOO_SHORT',
      context: { line: 10, found: hour(8), needed: hour(9), horizon: 2, known: ['price'], count: 1 },
      hint: 'Append rows with empty targets',
    },
  },
  {
    name: 'a known covariate that is missing once',
    files: future(9, 1).files.replace(`${hour(4)},4,4`, `${hour(4)},4,`),
    settings: future(9, 1).settings,
    expected: {
      code: 'KNOWN_MISSING',
      context: { line: 6, column: 'price', value: '', count: 1 },
      hint: 'list "price" in `ingest.past`',
    },
  },
];
