import { hour } from '../ingest-fixture';
import { type CorpusCase, goodLines, instants, timed, withLines } from './corpus-case';
import { local, newYork } from './times';

const SPRING = local('2024-03-10T00:00');
const AUTUMN = local('2024-11-03T01:00');
/** The night of the change as a clock shows it: 01:00 comes twice. */
const NIGHT = ['2024-11-03 00:00', '2024-11-03 01:00', ...local('2024-11-03T01:00', 6)];
/** Days of Berlin around 31 March 2024, when its clock goes from one to two hours ahead of UTC. */
const MIDNIGHTS = Array.from(
  { length: 8 },
  (_, row) => `${local('2024-03-28T00:00', 192)[24 * row] ?? ''}:00+0${row < 4 ? 1 : 2}:00`,
);
const offset = (text: string, hours: string) => `${text}${hours}`;

/** Which instant a time is. */
export const CLOCK_CASES: readonly CorpusCase[] = [
  {
    name: 'a time that the clock leaves out in spring',
    files: timed(SPRING),
    settings: newYork,
    expected: {
      code: 'TIMESTAMP_HOLE',
      context: { line: 4, column: 'date', value: '2024-03-10 02:00', count: 1, timezone: 'America/New_York' },
      hint: 'set `ingest.timezone`',
    },
  },
  {
    name: 'a night in spring without the hour that the clock leaves out',
    files: timed([...SPRING.slice(0, 2), ...local('2024-03-10T03:00', 6)]),
    settings: newYork,
    expected: { times: instants('2024-03-10T05:00Z', 8) },
  },
  {
    name: 'a time that the clock shows twice in autumn',
    files: timed(AUTUMN),
    settings: newYork,
    expected: {
      code: 'TIMESTAMP_REPEAT',
      context: { line: 2, column: 'date', value: '2024-11-03 01:00', count: 1, timezone: 'America/New_York' },
      hint: 'Set `ingest.ambiguous`',
    },
  },
  {
    name: 'a night in autumn with both hours',
    files: timed(NIGHT),
    settings: newYork,
    expected: {
      code: 'TIMESTAMP_REPEAT',
      context: { line: 3, column: 'date', value: '2024-11-03 01:00', count: 2, timezone: 'America/New_York' },
      hint: 'Set `ingest.ambiguous` to "in-order"',
    },
  },
  {
    name: 'a night in autumn with both hours, in order',
    files: timed(NIGHT),
    settings: { ...newYork, ambiguous: 'in-order' },
    expected: { times: instants('2024-11-03T04:00Z', 8) },
  },
  {
    name: 'a night in autumn with both hours, from the last to the first',
    files: timed([...NIGHT].reverse()),
    settings: { ...newYork, ambiguous: 'in-order' },
    expected: { times: instants('2024-11-03T04:00Z', 8), target: [7, 6, 5, 4, 3, 2, 1, 0] },
  },
  {
    name: 'a night in autumn with both hours, of which each is said to be the earlier',
    files: timed(NIGHT),
    settings: { ...newYork, ambiguous: 'earlier' },
    expected: {
      code: 'TIMESTAMP_DUPLICATE',
      context: {
        line: 4,
        value: '2024-11-03 01:00:00',
        previous: '2024-11-03 01:00:00',
        values: [1, 2],
        count: 1,
        seriesCount: 1,
        timezone: 'America/New_York',
      },
      hint: 'set `ingest.ambiguous` to "in-order"',
    },
  },
  {
    name: 'a night in autumn with one hour three times',
    files: timed([...NIGHT.slice(0, 3), ...NIGHT.slice(2, 7)]),
    settings: { ...newYork, ambiguous: 'in-order' },
    expected: {
      code: 'TIMESTAMP_DUPLICATE',
      context: {
        line: 5,
        value: '2024-11-03 01:00:00',
        previous: '2024-11-03 01:00:00',
        values: [2, 3],
        count: 1,
        seriesCount: 1,
      },
    },
  },
  {
    name: 'midnights of a zone that the config does not name',
    files: timed(MIDNIGHTS),
    settings: { frequency: 'P1D' },
    expected: {
      code: 'TIMESTAMP_OFF_GRID',
      context: {
        line: 6,
        value: '2024-03-31 22:00:00',
        previous: '2024-03-30 23:00:00',
        count: 1,
        frequency: 'P1D',
        timezone: 'UTC',
      },
      hint: 'Set `ingest.timezone` to the zone whose days the times are',
    },
  },
  {
    name: 'midnights of a zone that the config names',
    files: timed(MIDNIGHTS),
    settings: { frequency: 'P1D', timezone: 'Europe/Berlin' },
    expected: { times: instants('2024-03-28T00:00Z', 8, 86_400_000) },
  },
  {
    name: 'midnights east of the zone',
    files: timed(Array.from({ length: 8 }, (_, row) => `2024-01-0${row + 1} 00:00:00+02:00`)),
    settings: { frequency: 'P1D' },
    expected: {
      times: instants('2023-12-31T22:00Z', 8, 86_400_000),
      says: '{"timezone":"UTC","rows":8,"timeOfDay":"22:00:00"}',
    },
  },
  {
    name: 'the later of two times',
    files: timed(AUTUMN),
    settings: { ...newYork, ambiguous: 'later' },
    expected: { times: instants('2024-11-03T06:00Z', 8) },
  },
  {
    name: 'offsets that change with the clock',
    files: timed([
      ...local('2024-11-03T00:00', 2).map((time) => offset(time, '-04:00')),
      ...AUTUMN.slice(0, 6).map((time) => offset(time, '-05:00')),
    ]),
    expected: { times: instants('2024-11-03T04:00Z', 8) },
  },
  {
    name: 'offsets in some rows only',
    files: withLines({ 5: '2024-01-01 03:00:00+02:00,3', 7: '2024-01-01T05:00Z,5' }),
    expected: {
      code: 'TIMESTAMP_OFFSETS',
      context: { line: 5, column: 'date', value: '2024-01-01 03:00:00+02:00', count: 2, rows: 8, offsets: false },
      hint: '`ingest.timezone` says which clock',
    },
  },
  {
    name: 'offsets in all rows but one',
    files: withLines(
      { 5: `${hour(3)},3` },
      goodLines().map((line) => line.replace(/:00,/, ':00Z,')),
    ),
    expected: {
      code: 'TIMESTAMP_OFFSETS',
      context: { line: 5, column: 'date', value: hour(3), count: 1, rows: 8, offsets: true },
    },
  },
  {
    name: 'seconds since 1970',
    files: timed(Array.from({ length: 8 }, (_, row) => String(1_704_067_200 + 3600 * row))),
    settings: { timeFormat: 'epoch-seconds' },
    expected: {},
  },
  {
    name: 'milliseconds among seconds since 1970',
    files: timed(Array.from({ length: 8 }, (_, row) => String((1_704_067_200 + 3600 * row) * (row === 3 ? 1000 : 1)))),
    settings: { timeFormat: 'epoch-seconds' },
    expected: {
      code: 'TIMESTAMP_INVALID',
      context: { line: 5, column: 'date', value: '1704078000000', timeFormat: 'epoch-seconds', count: 1 },
      hint: 'Every cell must fit `ingest.timeFormat`',
    },
  },
  {
    name: 'seconds among milliseconds since 1970',
    files: timed(Array.from({ length: 8 }, (_, row) => String((1_704_067_200 + 3600 * row) * (row === 3 ? 1 : 1000)))),
    settings: { timeFormat: 'epoch-milliseconds' },
    expected: {
      code: 'TIMESTAMP_OFF_GRID',
      context: { line: 2, value: '2024-01-01 00:00:00', previous: '1970-01-20 17:21:18', count: 1, frequency: 'PT1H' },
    },
  },
];
