import { type CorpusCase, instants, timed, withLines } from './corpus-case';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Hours of a clock from the first one on, as `2024-03-10 01:00`. */
export const local = (first: string, count = 8) =>
  instants(`${first}Z`, count).map((time) => time.slice(0, 16).replace('T', ' '));
export const newYork = { timezone: 'America/New_York' };
const days = (first: string, count = 8) => instants(first, count, DAY).map((time) => time.slice(0, 10));
const cell = (text: string) => withLines({ 5: `${text},3` });
const daily = { frequency: 'P1D' };
const dayFirst = (first: number) =>
  Array.from({ length: 8 }, (_, row) => `${String(first + row).padStart(2, '0')}/02/2024`);
const dayOrder = (value: string, fits: readonly [number, number], format: readonly [string, string], hint: string) => ({
  code: 'TIMESTAMP_DAY_ORDER',
  context: {
    line: 2,
    column: 'date',
    value,
    rows: 8,
    fits: format.map((one, index) => ({ format: one, count: fits[index] })),
  },
  hint,
});
const slashes = ['%d/%m/%Y', '%m/%d/%Y'] as const;

/** Texts that are no time, and a part of the hint. */
const NO_TIMES: readonly (readonly [text: string, hint: string])[] = [
  ['2023-02-29 00:00:00', 'must look like 2024-01-31'],
  ['2024-04-31 00:00:00', 'must look like 2024-01-31'],
  ['2024-01-01 23:59:60', 'must look like 2024-01-31'],
  ['2024-01-01 25:00:00', 'must look like 2024-01-31'],
  ['2024-01-01 03:00 PM', 'name any other pattern'],
  ['0000-01-01 00:00:00', 'must look like 2024-01-31'],
  ['10000-01-01 00:00:00', 'must look like 2024-01-31'],
  ['2024-W01', 'name any other pattern'],
  ['2024-Q1', 'Set `ingest.timeFormat` to "quarters"'],
  ['1 Jan 2024', 'name any other pattern'],
  ['20240101', 'name any other pattern'],
  ['45292', 'Is it the number of a day in a spreadsheet?'],
  ['1704078000', 'Set `ingest.timeFormat` to "epoch-seconds"'],
  ['1704078000000', 'Set `ingest.timeFormat` to "epoch-milliseconds"'],
  ['now', 'name any other pattern'],
  ['', 'must look like 2024-01-31'],
  ['Total', 'Is it a line of totals?'],
];

/** How a time is written. */
export const TIME_CASES: readonly CorpusCase[] = [
  ...NO_TIMES.map(([value, hint]) => ({
    name: `"${value}" where a timestamp should be`,
    files: cell(value),
    expected: { code: 'TIMESTAMP_INVALID', context: { line: 5, column: 'date', value, count: 1 }, hint },
  })),
  {
    name: 'totals behind the last row',
    files: `${withLines({})}Total,28\n`,
    expected: {
      code: 'TIMESTAMP_INVALID',
      context: { line: 10, column: 'date', value: 'Total', count: 1 },
      hint: 'Is it a line of totals?',
    },
  },
  { name: 'spaces around a timestamp', files: cell(' 2024-01-01 03:00:00 '), expected: {} },
  {
    name: 'times with and without seconds and T',
    files: withLines({ 5: '2024-01-01T03:00,3', 6: '2024-01-01 04:00:00.000,4' }),
    expected: {},
  },
  {
    name: '24:00 as the end of a day',
    files: timed([...local('2024-01-01T17:00', 7), '2024-01-01 24:00']),
    expected: { times: instants('2024-01-01T17:00Z', 8) },
  },
  {
    name: 'Z without seconds',
    files: timed(instants('2024-01-01T00:00Z', 8).map((time) => `${time.slice(0, 16)}Z`)),
    expected: {},
  },
  {
    name: 'a leap day',
    files: timed(days('2024-02-26')),
    settings: daily,
    expected: { times: instants('2024-02-26', 8, DAY) },
  },
  {
    name: 'the first year',
    files: timed(days('0001-01-01')),
    settings: daily,
    expected: { times: instants('0001-01-01', 8, DAY) },
  },
  {
    name: 'the last year',
    files: timed(days('9999-12-24')),
    settings: daily,
    expected: { times: instants('9999-12-24', 8, DAY) },
  },
  {
    name: 'the first year on a clock with an offset of minutes and seconds',
    files: timed(local('0001-01-02T00:00')),
    settings: newYork,
    expected: { times: instants('0001-01-02T04:56:02Z', 8) },
  },
  {
    name: 'days that may be months',
    files: timed(dayFirst(1)),
    expected: dayOrder('01/02/2024', [8, 8], slashes, '"%d/%m/%Y" or "%m/%d/%Y"'),
  },
  {
    name: 'days that cannot all be months',
    files: timed(dayFirst(9)),
    expected: dayOrder('09/02/2024', [8, 4], slashes, 'to "%d/%m/%Y".'),
  },
  {
    name: 'months first',
    files: timed(dayFirst(9).map((text) => text.replace(/(..)\/(..)/, '$2/$1'))),
    expected: dayOrder('02/09/2024', [4, 8], slashes, 'to "%m/%d/%Y".'),
  },
  {
    name: 'days first, points, a short year and a time of day',
    files: timed(dayFirst(9).map((text) => `${text.replace(/(..)\/(..)\/20(..)/, '$1.$2.$3')} 06:00`)),
    expected: dayOrder('09.02.24 06:00', [8, 4], ['%d.%m.%y %H:%M', '%m.%d.%y %H:%M'], 'to "%d.%m.%y %H:%M".'),
  },
  {
    name: 'days first, as the config says',
    files: timed(dayFirst(9)),
    settings: { ...daily, timeFormat: '%d/%m/%Y' },
    expected: { times: instants('2024-02-09', 8, DAY) },
  },
  {
    name: 'a month where the config says a day',
    files: timed(dayFirst(9)),
    settings: { ...daily, timeFormat: '%m/%d/%Y' },
    expected: {
      code: 'TIMESTAMP_INVALID',
      context: { line: 6, column: 'date', value: '13/02/2024', timeFormat: '%m/%d/%Y', count: 4 },
      hint: 'Every cell must fit `ingest.timeFormat`',
    },
  },
  {
    name: 'months without a day, as the config says',
    files: timed(['2023-11', '2023-12', '2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06']),
    settings: { frequency: 'P1M', timeFormat: '%Y-%m' },
    expected: {
      times: ['2023-11', '2023-12', '2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06'].map(
        (month) => `${month}-01T00:00:00.000Z`,
      ),
    },
  },
  {
    name: 'a pattern with a letter that is none',
    files: timed(dayFirst(9)),
    settings: { timeFormat: '%d/%m/%Q' },
    expected: {
      code: 'TIME_FORMAT',
      context: { file: null, timeFormat: '%d/%m/%Q', problem: expect.stringContaining('format') },
      hint: 'letters of strptime',
    },
  },
];
