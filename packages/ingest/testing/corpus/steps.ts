import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, instants, textOf, timed, withLines } from './corpus-case';

const lines = goodLines();
const MINUTES = 60_000;
const rows = (...moved: readonly number[]) => textOf(['date,a', ...moved.map((row) => lines[row + 1] ?? '')]);
const duplicate = (line: number, values: readonly [number, number], count = 1) => ({
  code: 'TIMESTAMP_DUPLICATE',
  context: { line, value: hour(3), previous: hour(3), values, count, seriesCount: 1 },
  hint: '`ingest.duplicates`',
});
const days = (first: string, count: number) => instants(first, count, 1440 * MINUTES).map((time) => time.slice(0, 10));
const weekdays = days('2024-01-01', 12).filter((day) => new Date(day).getUTCDay() % 6 !== 0);

/** From Friday 19 January on, ten weekdays behind the fourth of `weekdays`. */
const laterWeekdays = ['2024-01-19', '2024-01-22', '2024-01-23', '2024-01-24', '2024-01-25'];
const instantsOf = (dates: readonly string[]) => dates.map((date) => `${date}T00:00:00.000Z`);

/** What lies between two rows. */
export const STEP_CASES: readonly CorpusCase[] = [
  {
    name: 'rows from the last to the first',
    files: rows(7, 6, 5, 4, 3, 2, 1, 0),
    expected: { says: 'not in order of time' },
  },
  { name: 'one row out of order', files: rows(0, 1, 2, 4, 3, 5, 6, 7), expected: { says: 'not in order of time' } },
  { name: 'a row twice', files: rows(0, 1, 2, 3, 3, 4, 5, 6, 7), expected: duplicate(6, [3, 3]) },
  { name: 'a row twice, far from each other', files: rows(0, 1, 2, 3, 4, 5, 6, 7, 3), expected: duplicate(10, [3, 3]) },
  {
    name: 'a time twice with two values',
    files: withLines({ 5: `${lines[4]}\n${hour(3)},30` }),
    expected: duplicate(6, [3, 30]),
  },
  {
    name: 'a time twice of which the first counts',
    files: withLines({ 5: `${lines[4]}\n${hour(3)},30` }),
    settings: { duplicates: 'first' },
    expected: { says: '"count":1' },
  },
  {
    name: 'a time twice of which the mean counts',
    files: withLines({ 5: `${lines[4]}\n${hour(3)},30` }),
    settings: { duplicates: 'mean' },
    expected: { target: [0, 1, 2, 16.5, 4, 5, 6, 7] },
  },
  {
    name: 'rows that are missing',
    files: rows(0, 1, 4, 5, 7),
    expected: {
      code: 'TIMESTAMP_GAP',
      context: { line: 4, value: hour(4), previous: hour(1), missing: 2, firstMissing: hour(2), count: 2, total: 3 },
      hint: '`ingest.missing`',
    },
  },
  {
    name: 'rows that are missing between which lines are drawn',
    files: rows(0, 3, 4, 5, 6, 7),
    settings: { missing: 'linear' },
    expected: { says: '"action":"linear"' },
  },
  {
    name: 'values that no line reaches',
    files: withLines({ 9: `${hour(7)},` }),
    settings: { missing: 'linear' },
    expected: {
      code: 'MISSING_UNFILLED',
      context: { column: 'a', at: hour(7), policy: 'linear', count: 1, seriesCount: 1 },
      hint: 'or to "ffill"',
    },
  },
  {
    name: 'a row between two rows of the grid',
    files: withLines({ 5: '2024-01-01 03:07:00,3' }),
    expected: {
      code: 'TIMESTAMP_OFF_GRID',
      context: { line: 5, value: '2024-01-01 03:07:00', previous: hour(2), count: 2, frequency: 'PT1H' },
      hint: '`ingest.resample`',
    },
  },
  {
    name: 'days where the config says hours',
    files: timed(days('2024-01-01', 8)),
    expected: {
      code: 'FREQUENCY_MISMATCH',
      context: { frequency: 'PT1H', found: 'P1D', count: 7, steps: 7 },
      hint: 'Set `ingest.frequency` to "P1D"',
    },
  },
  {
    name: 'a step that changes in the middle',
    files: timed([...instants('2024-01-01T00:00Z', 4), ...instants('2024-01-01T03:30Z', 4, 30 * MINUTES)]),
    expected: {
      code: 'FREQUENCY_NONE',
      context: { frequency: 'PT1H', first: { name: 'PT30M', count: 4 }, second: { name: 'PT1H', count: 3 }, steps: 7 },
      hint: 'Combine the rows into steps of PT1H',
    },
  },
  {
    name: 'days without weekends where the config says days',
    files: timed(weekdays),
    settings: { frequency: 'P1D' },
    expected: {
      code: 'FREQUENCY_MISMATCH',
      context: { frequency: 'P1D', found: 'B', count: weekdays.length - 1, steps: weekdays.length - 1 },
    },
  },
  {
    name: 'a Saturday among business days',
    files: timed([...weekdays.slice(0, 5), '2024-01-06', ...weekdays.slice(5)]),
    settings: { frequency: 'B' },
    expected: {
      code: 'TIMESTAMP_OFF_GRID',
      context: { line: 7, value: '2024-01-06 00:00:00', previous: '2024-01-05 00:00:00', count: 1, frequency: 'B' },
      hint: 'set `ingest.frequency` to "P1D" and `ingest.missing` to "mask"',
    },
  },
  {
    name: 'two weeks of holidays among business days',
    files: timed([...weekdays.slice(0, 4), ...laterWeekdays.slice(0, 4)]),
    settings: { frequency: 'B' },
    expected: {
      times: instantsOf([...weekdays.slice(0, 4), ...laterWeekdays.slice(0, 4)]),
      says: 'taken for holidays {"weekdays":10}',
    },
  },
  {
    name: 'more than two weeks that are missing among business days',
    files: timed([...weekdays.slice(0, 4), ...laterWeekdays.slice(1, 5)]),
    settings: { frequency: 'B' },
    expected: {
      code: 'TIMESTAMP_GAP',
      context: {
        line: 6,
        value: '2024-01-22 00:00:00',
        previous: '2024-01-04 00:00:00',
        missing: 11,
        firstMissing: '2024-01-05 00:00:00',
        count: 1,
        total: 11,
      },
      hint: '`ingest.missing`',
    },
  },
  {
    name: 'a row twice where hours are made into days',
    files: rows(0, 1, 2, 3, 3, 4, 5, 6, 7),
    settings: { frequency: 'PT2H', resample: 'sum', season: 1 },
    expected: duplicate(6, [3, 3]),
  },
  {
    name: 'an empty cell where hours are made into steps of two',
    files: withLines({ 5: `${hour(3)},` }),
    settings: { frequency: 'PT2H', resample: 'sum', season: 1 },
    expected: { code: 'VALUE_MISSING', context: { line: 5, column: 'a', value: '', count: 1 } },
  },
  {
    name: 'times of day in a column of dates',
    files: timed(days('2024-01-01', 8).map((day, row) => (row < 5 ? day : `${day} 07:00`))),
    settings: { frequency: 'P1D' },
    expected: {
      code: 'TIMESTAMP_OFF_GRID',
      context: { line: 7, value: '2024-01-06 07:00:00', previous: '2024-01-05 00:00:00', count: 1, frequency: 'P1D' },
    },
  },
  {
    name: 'a month in the place of which another stands',
    files: timed([
      '2024-01-31',
      '2024-02-29',
      '2024-03-31',
      '2024-05-31',
      '2024-06-30',
      '2024-07-31',
      '2024-08-31',
      '2024-09-30',
    ]),
    settings: { frequency: 'P1M' },
    expected: {
      code: 'TIMESTAMP_GAP',
      context: {
        line: 5,
        value: '2024-05-31 00:00:00',
        previous: '2024-03-31 00:00:00',
        missing: 1,
        firstMissing: '2024-04-30 00:00:00',
        count: 1,
        total: 1,
      },
    },
  },
  {
    name: 'steps that no column says how to combine',
    files: textOf(goodLines((row) => `${row},${row}`)).replace('date,a', 'date,a,b'),
    settings: { frequency: 'PT2H', resample: { a: 'sum' } },
    expected: {
      code: 'RESAMPLE_COLUMN',
      context: { file: null, column: 'b' },
      hint: 'Name each column in `ingest.resample`',
    },
  },
  {
    name: 'hours made into steps of two',
    files: textOf(lines),
    settings: {
      frequency: 'PT2H',
      resample: 'sum',
      season: 1,
      split: { kind: 'borders', train: 2, validation: 3, test: 4 },
    },
    expected: { target: [1, 5, 9, 13], times: instants('2024-01-01T00:00Z', 4, 120 * MINUTES) },
  },
  {
    name: 'a split that begins behind the last row',
    files: textOf(lines),
    settings: { split: { kind: 'dates', validation: '2024-01-01 04:00', test: '2025-01-01' } },
    expected: {
      code: 'SPLIT_OUTSIDE',
      context: { file: null, key: 'test', value: '2025-01-01', limit: expect.stringContaining(hour(0)) },
      hint: 'Move the borders',
    },
  },
  {
    name: 'a split without a window',
    files: textOf(lines),
    settings: { horizon: 2, split: { kind: 'dates', validation: '2024-01-01 04:00', test: '2024-01-01 07:00' } },
    expected: {
      code: 'SPLIT_TOO_SHORT',
      context: { file: null, split: 'test', rows: 1, horizon: 2 },
      hint: 'Lower `ingest.horizon`',
    },
  },
  {
    name: 'a split without a value',
    files: withLines({ 8: `${hour(6)},`, 9: `${hour(7)},` }),
    settings: { missing: 'mask' },
    expected: {
      code: 'SPLIT_UNOBSERVED',
      context: { file: null, split: 'test', rows: 2, horizon: 1 },
      hint: 'to where values were observed',
    },
  },
  {
    name: 'a season longer than the rows before the test split',
    files: textOf(lines),
    settings: { season: 7 },
    expected: { code: 'SEASON_OUTSIDE', context: { season: 7, rows: 6 }, hint: 'Lower `ingest.season`' },
  },
  {
    name: 'a transform of a column that is none',
    files: textOf(lines),
    settings: { transform: { b: 'log1p' } },
    expected: {
      code: 'TRANSFORM_COLUMN',
      context: { file: null, column: 'b', targets: ['a'], nearest: 'a' },
      hint: 'Did you mean "a"? Only targets are transformed by `ingest.transform`',
    },
  },
  {
    name: 'a value for which there is no root',
    files: withLines({ 5: `${hour(3)},-3` }),
    settings: { transform: 'sqrt' },
    expected: {
      code: 'TRANSFORM_DOMAIN',
      context: {
        column: 'a',
        at: hour(3),
        value: -3,
        transform: 'sqrt',
        domain: expect.stringContaining('0'),
        count: 1,
      },
      hint: 'Mend the value',
    },
  },
];
