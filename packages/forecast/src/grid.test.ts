import { createClock } from './clock';
import { continueGrid } from './grid';

function continued(frequency: string, timezone: string, texts: readonly string[], count: number): string[] {
  const clock = createClock(frequency, timezone);
  const times = clock.readTimes(texts, 0);
  return Array.from(continueGrid(times, count, { clock, frequency, firstRow: 0 }), (timeMs) => clock.format(timeMs));
}

it.each<[string, string, readonly string[], readonly string[]]>([
  ['PT1H', 'UTC', ['2024-02-28 22:00', '2024-02-28 23:00'], ['2024-02-29T00:00:00Z', '2024-02-29T01:00:00Z']],
  ['PT90M', 'UTC', ['2024-02-28T22:30:00Z'], ['2024-02-29T00:00:00Z', '2024-02-29T01:30:00Z']],
  ['P1D', 'America/New_York', ['2024-02-27', '2024-02-28'], ['2024-02-29', '2024-03-01']],
  ['P1D', 'UTC', ['2024-03-01 06:00'], ['2024-03-02T06:00:00', '2024-03-03T06:00:00']],
  ['P1W', 'UTC', ['2024-12-23'], ['2024-12-30', '2025-01-06']],
  ['P1M', 'UTC', ['2024-01-01', '2024-02-01'], ['2024-03-01', '2024-04-01']],
  // Last days of months, and the 30th, which February hides behind its last day.
  ['P1M', 'UTC', ['2024-01-31', '2024-02-29'], ['2024-03-31', '2024-04-30']],
  ['P1M', 'UTC', ['2023-12-30', '2024-01-30', '2024-02-29'], ['2024-03-30', '2024-04-30']],
  ['P1M', 'UTC', ['2024-02-29', '2024-03-30', '2024-04-30'], ['2024-05-30', '2024-06-30']],
  ['P1M', 'UTC', ['2024-04-30', '2024-05-30'], ['2024-06-30', '2024-07-30']],
  ['P3M', 'UTC', ['2023-10-01', '2024-01-01'], ['2024-04-01', '2024-07-01']],
  ['P1Y', 'UTC', ['2024-02-29'], ['2025-02-28', '2026-02-28']],
  // 29 March 2024 was Good Friday, a holiday that has no row.
  ['B', 'UTC', ['2024-03-27', '2024-03-28', '2024-04-01'], ['2024-04-02', '2024-04-03']],
  ['B', 'UTC', ['2024-05-02', '2024-05-03'], ['2024-05-06', '2024-05-07']],
])('%s in %s goes on behind %j with %j', (frequency, timezone, given, expected) => {
  expect(continued(frequency, timezone, given, expected.length)).toEqual(expected);
});

// https://www.timeanddate.com/time/change/germany/berlin?year=2024: 31 March 02:00 → 03:00, 27 October 03:00 → 02:00.
it('goes through the changes of the clock hour by hour, whatever the clock shows', () => {
  expect(continued('PT1H', 'Europe/Berlin', ['2024-03-31 00:00', '2024-03-31 01:00'], 2)).toEqual([
    '2024-03-31T03:00:00+02:00',
    '2024-03-31T04:00:00+02:00',
  ]);
  const autumn = ['2024-10-27 01:00', '2024-10-27 02:00', '2024-10-27 02:00', '2024-10-27 03:00'];
  expect(continued('PT1H', 'Europe/Berlin', autumn, 1)).toEqual(['2024-10-27T04:00:00+01:00']);
  expect(continued('PT1H', 'Europe/Berlin', ['2024-10-27T02:00:00+02:00'], 2)).toEqual([
    '2024-10-27T02:00:00+01:00',
    '2024-10-27T03:00:00+01:00',
  ]);
});

it('takes instants as they are below a step of one day, and what the clock shows at them from then on', () => {
  const instant = Date.parse('2024-03-01T04:00:00Z');
  const read = (frequency: string) =>
    createClock(frequency, 'America/New_York').readTimes([instant, new Date(instant)], 0);
  expect([...read('PT1H')]).toEqual([instant, instant]);
  expect([...read('P1D')]).toEqual([1, 1].map(() => Date.parse('2024-02-29T23:00:00Z')));
});

it.each<[string, readonly string[], string]>([
  ['PT1H', ['2024-01-01 00:00', '2024-01-01 01:00', '2024-01-01 03:00'], 'row 1'],
  ['PT1H', ['2024-01-01 00:00', '2024-01-01 00:00'], 'row 0'],
  ['P1D', ['2024-01-02', '2024-01-01'], 'row 0'],
  ['P1M', ['2024-01-15', '2024-02-15', '2024-03-16'], 'row'],
  ['P1M', ['2024-01-01', '2024-03-01'], 'row 0'],
  ['B', ['2024-05-03', '2024-05-04'], 'row 0'],
  ['B', ['2024-05-03', '2024-05-03'], 'row 0'],
  ['B', ['2024-05-02 00:00', '2024-05-03 01:00'], 'row 0'],
])('in steps of %s %j are refused', (frequency, given, place) => {
  const run = () => continued(frequency, 'UTC', given, 1);
  expect(run).toThrow(expect.objectContaining({ code: 'FORECAST_STEP' }));
  expect(run).toThrow(place);
});

it.each(['2024-02-30', '01/02/2024', '', '2024-03-31 02:30', 'yesterday'])(
  'refuses %p, which is no time in Berlin',
  (text) => {
    const read = () => createClock('PT1H', 'Europe/Berlin').readTimes(['2024-01-01', text], 7);
    expect(read).toThrow(`Timestamp 8 of the history is "${text}", which is no time on the clock of Europe/Berlin.`);
  },
);
