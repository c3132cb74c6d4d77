import { createFixture, hour, hourly } from '../testing/ingest-fixture';

const { write, ingest, refusalOf, remove } = createFixture({ frequency: 'P1D', resample: 'sum' });
afterAll(remove);

const day = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10));
const DAYS = 8;
const lines = hourly('date,a', 24 * DAYS, String);

it('TIMESTAMP_DUPLICATE: a row that resample would count twice', async () => {
  const files = write('twice.csv', [...lines, `${hour(3)},30`, `${hour(3)},31`]);
  const error = await refusalOf({ files });
  const place = { line: 24 * DAYS + 2, value: hour(3), previous: hour(3), values: [3, 30] };
  expect(error).toMatchObject({ code: 'TIMESTAMP_DUPLICATE', context: { ...place, count: 2, seriesCount: 1 } });
  const { meta, target } = await ingest({ files, duplicates: 'first' });
  expect(target[0]).toBe(276);
  expect(meta.policies).toContainEqual({ name: 'duplicates', action: 'first', count: 2 });
});

it('VALUE_MISSING and KNOWN_MISSING: cells that resample would pass over', async () => {
  const empty = lines.map((line, index) => (index === 6 || index === 9 ? line.replace(/,.*/, ',') : line));
  expect(await refusalOf({ files: write('empty.csv', empty) })).toMatchObject({
    code: 'VALUE_MISSING',
    context: { line: 7, column: 'a', value: '', count: 2 },
  });
  const known = hourly('date,a,k', 24 * DAYS, (row) => `${row < 24 * (DAYS - 1) ? row : ''},${row === 30 ? '' : row}`);
  const settings = { known: ['k'], horizon: 1, split: { kind: 'ratio', train: 0.4, validation: 0.3 } };
  expect(await refusalOf({ files: write('known.csv', known), ...settings })).toMatchObject({
    code: 'KNOWN_MISSING',
    context: { line: 32, column: 'k', count: 1 },
  });
  // Rows behind the last target are the future.
  const whole = known.map((line, index) => (index === 31 ? line + '30' : line));
  const { meta } = await ingest({ files: write('known.csv', whole), ...settings });
  expect(meta.series[0]).toMatchObject({ rowCount: DAYS, observedRowCount: DAYS - 1 });
});

it('VALUE_INFINITE: gives the row of the cell, and a sum that float32 does not hold', async () => {
  const huge = (changed: (row: number) => boolean, value: string) =>
    write(
      'huge.csv',
      hourly('date,a', 24 * DAYS, (row) => (changed(row) ? value : '1')),
    );
  const cell = { code: 'VALUE_INFINITE', context: { line: 7, value: '1e400', count: 1 } };
  expect(await refusalOf({ files: huge((row) => row === 5, '1e400') })).toMatchObject(cell);
  const sum = { code: 'VALUE_INFINITE', context: { line: 26, count: 1 } };
  expect(await refusalOf({ files: huge((row) => row > 24 && row < 30, '3e38') })).toMatchObject(sum);
});

it('counts steps of fewer rows, by their place, and of fewer values where `missing` lets those pass', async () => {
  const cells = lines.filter((_, index) => index > 5 && index !== 60 && index < 24 * DAYS - 2);
  const part = ['date,a', ...cells.map((line) => (line.startsWith('2024-01-05 10') ? line.replace(/,.*/, ',') : line))];
  const { meta, log } = await ingest({ files: write('part.csv', part), missing: 'mask' });
  expect(meta.policies).toEqual([
    { name: 'resample', action: '"sum"', count: cells.length - DAYS },
    { name: 'resample', action: 'incomplete', count: 4 },
  ]);
  expect(log.join()).toContain('fewer rows or values than most {"steps":8,"first":1,"middle":2,"last":1}');
});

it('counts rows that were moved, though none was combined', async () => {
  const moved = lines.map((line, index) => (index === 5 ? line.replace(':00:00', ':07:00') : line));
  const { meta } = await ingest({ files: write('moved.csv', moved), frequency: 'PT1H', resample: 'mean' });
  expect(meta.policies).toEqual([{ name: 'resample', action: '"mean"', count: 1 }]);
});

describe('an hour that the clock shows twice', () => {
  // 27 October 2024 has 25 hours in Berlin.
  const timezone = 'Europe/Berlin';
  const instants = Array.from({ length: 24 * DAYS + 1 }, (_, i) => Date.UTC(2024, 9, 23, 22) + i * 3_600_000);
  const hoursOf = (timeMs: number) => (timeMs < Date.UTC(2024, 9, 27, 1) ? 2 : 1);
  const clock = instants.map((timeMs) => new Date(timeMs + hoursOf(timeMs) * 3_600_000).toISOString().slice(0, 16));
  const expected = [24, 24, 24, 25, 24, 24, 24, 24];

  it.each([
    ['without an offset', clock],
    ['with an offset', instants.map((timeMs, i) => `${clock[i]!}+0${hoursOf(timeMs)}:00`)],
  ])('is no duplicate in a day of 25 hours, %s', async (_, times) => {
    const {
      target,
      times: days,
      meta,
    } = await ingest({
      files: write('berlin.csv', ['date,a', ...times.map((time) => `${time},1`)]),
      timezone,
    });
    expect(target).toEqual(expected);
    expect(days.map((time) => time.slice(0, 10))).toEqual(day('2024-10-24', DAYS));
    expect(meta.policies).toEqual([{ name: 'resample', action: '"sum"', count: 24 * DAYS + 1 - DAYS }]);
    const twice = ['date,a', ...times, times[75]!, times[76]!].map((time, i) => (i === 0 ? time : `${time},1`));
    expect(await refusalOf({ files: write('berlin.csv', twice), timezone })).toMatchObject({
      code: 'TIMESTAMP_DUPLICATE',
      context: { value: `${clock[75]!.replace('T', ' ')}:00`, count: 2 },
    });
  });
});
