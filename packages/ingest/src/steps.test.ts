import { createFixture, hour, hourly } from '../testing/ingest-fixture';

const { write, ingest, refusalOf, remove } = createFixture({ frequency: 'P1D' });
afterAll(remove);

const rows = (dates: readonly string[]) => ['date,a', ...dates.map((date, row) => `${date},${row}`)];
const day = (from: string, count: number, stepDays = 1) =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * stepDays * 86_400_000).toISOString().slice(0, 10),
  );
const weekdays = (from: string, count: number) =>
  day(from, count).filter((date) => ![0, 6].includes(new Date(date).getUTCDay()));
const months = (count: number, step = 1) =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2020, i * step, 1)).toISOString().slice(0, 10));

it.each([
  ['P1M', months(12)],
  ['P3M', months(12, 3)],
  ['P1Y', months(12, 12)],
  ['P1W', day('2024-01-01', 12, 7)],
  ['P2W', day('2024-01-01', 12, 14)],
  ['B', weekdays('2024-01-01', 30).filter((date) => date !== '2024-01-15')],
])('%s: rows on its grid are taken as they are', async (frequency, dates) => {
  const { times, meta } = await ingest({ files: write('steps.csv', rows(dates)), frequency });
  expect(times.map((time) => time.slice(0, 10))).toEqual(dates);
  expect(meta.frequency).toBe(frequency);
});

it.each([
  ['P1D', weekdays('2024-01-01', 60), 'B', '100 %'],
  ['P30D', months(12), 'P1M', '100 %'],
  ['P1M', day('2024-01-01', 12, 7), 'P1W', '100 %'],
  ['PT1H', day('2024-01-01', 12), 'P1D', '100 %'],
  ['P1D', [...day('2024-01-01', 20, 7), '2024-05-14'], 'P1W', '95 %'],
])('FREQUENCY_MISMATCH: %s where the dominant step is another', async (frequency, dates, found, share) => {
  const error = await refusalOf({ files: write('other.csv', rows(dates)), frequency });
  expect(error).toMatchObject({ code: 'FREQUENCY_MISMATCH', context: { found } });
  expect(error.message).toContain(`(${share}) are ${found}, but the config says ${frequency}`);
});

it('FREQUENCY_NONE: names the two most common steps and their shares', async () => {
  const dates = [0, 2, 4, 6, 8, 10, 13, 16, 19, 22, 24].map((offset) => day('2024-01-01', 30)[offset]!);
  const error = await refusalOf({ files: write('none.csv', rows(dates)) });
  expect(error).toMatchObject({
    code: 'FREQUENCY_NONE',
    context: { first: { name: 'P2D', count: 6 }, second: { name: 'P3D', count: 4 }, steps: 10 },
  });
  expect(error.message).toContain('P2D 60 %, P3D 40 % of 10 steps; the config says P1D');
});

it('TIMESTAMP_GAP: a month that is missing', async () => {
  const dates = months(12).filter((_, index) => index !== 4);
  expect(await refusalOf({ files: write('gap.csv', rows(dates)), frequency: 'P1M' })).toMatchObject({
    code: 'TIMESTAMP_GAP',
    context: { line: 6, firstMissing: '2020-05-01 00:00:00', missing: 1, total: 1 },
  });
});

describe('timeFormat', () => {
  const read = async (texts: readonly string[], settings: Record<string, unknown>) =>
    (await ingest({ files: write('times.csv', rows(texts)), ...settings })).times;

  it('reads a pattern, with an offset in it too', async () => {
    const texts = Array.from({ length: 8 }, (_, i) => `${10 + i}.03.24 06:30`);
    expect((await read(texts, { timeFormat: '%d.%m.%y %H:%M' }))[7]).toBe('2024-03-17T06:30:00.000Z');
    const offsets = texts.map((_, i) => `0${i + 1}/03/2024 12:00 +0200`);
    const times = await read(offsets, { timeFormat: '%d/%m/%Y %H:%M %z', frequency: 'PT24H' });
    expect(times[0]).toBe('2024-03-01T10:00:00.000Z');
  });

  it('reads epochs of seconds and milliseconds, fractions too', async () => {
    const seconds = Array.from({ length: 8 }, (_, i) => `${1_704_067_200 + i / 2}`);
    expect((await read(seconds, { timeFormat: 'epoch-seconds', resample: 'mean', frequency: 'PT1S' }))[3]).toBe(
      '2024-01-01T00:00:03.000Z',
    );
    const ms = Array.from({ length: 8 }, (_, i) => `${1_704_067_200_000 + i * 1000}`);
    expect((await read(ms, { timeFormat: 'epoch-milliseconds', frequency: 'PT1S' }))[7]).toBe(
      '2024-01-01T00:00:07.000Z',
    );
  });

  it.each([
    ['1704067200', undefined, '"epoch-seconds"'],
    ['1704067200000', undefined, '"epoch-milliseconds"'],
    ['Total', undefined, 'a line of totals'],
    ['Total', '%d.%m.%Y', 'a line of totals'],
    ['soon', undefined, '2024-01-31T23:00:00Z'],
    ['2024-01-01', '%d.%m.%Y', '`ingest.timeFormat`'],
    // 1.7e12 seconds lie in the year 56,000: the units are mixed.
    ['1704067200000', 'epoch-seconds', '`ingest.timeFormat`'],
    ['infinity', '%d.%m.%Y', '`ingest.timeFormat`'],
    ['epoch', '%d.%m.%Y', '`ingest.timeFormat`'],
  ])('TIMESTAMP_INVALID: %s with %s', async (value, timeFormat, hint) => {
    const good = timeFormat === undefined ? '2024-01-01' : timeFormat === 'epoch-seconds' ? '1704067200' : '01.01.2024';
    const file = write('bad.csv', rows([good, value]));
    expect(await refusalOf({ files: file, ...(timeFormat && { timeFormat }) })).toMatchObject({
      code: 'TIMESTAMP_INVALID',
      context: { line: 3, column: 'date', value, count: 1 },
      hint: expect.stringContaining(hint),
    });
  });

  it('TIME_FORMAT: a letter that strptime does not know', async () => {
    expect(await refusalOf({ files: write('any.csv', rows(['1'])), timeFormat: '%Q' })).toMatchObject({
      code: 'TIME_FORMAT',
      message: expect.stringMatching(/^"%Q" is no pattern of time: .*%Q/),
    });
  });
});

describe('spelling', () => {
  // Rows are read by the pattern of the first one; those that do not fit it are looked at again.
  const odd = (row: number) => [hour(row), hour(row).replace(' ', 'T'), `${hour(row)}.000`, ` ${hour(row)}`][row % 4]!;

  it.each([undefined, 'id'])(
    'reads rows that are spelled otherwise than the first, in order and out of order, series: %s',
    async (series) => {
      const lines = Array.from({ length: 12 }, (_, row) => `${odd(row)},x,${row}`);
      const settings = { frequency: 'PT1H', series, targets: ['a'] };
      for (const rows of [lines, [...lines.slice(4), ...lines.slice(0, 4)]]) {
        const { times, target } = await ingest({ files: write('odd.csv', ['date,id,a', ...rows]), ...settings });
        expect(target).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        expect(times[11]).toBe('2024-01-01T11:00:00.000Z');
      }
    },
  );

  it.each(['99-01-01 03:00:00', 'infinity', 'epoch'])(
    'takes %s, which fits the pattern of the first row, for no time',
    async (value) => {
      const lines = hourly('date,a', 8, String).map((line, index) =>
        index === 4 ? line.replace(hour(3), value) : line,
      );
      expect(await refusalOf({ files: write('odd.csv', lines), frequency: 'PT1H' })).toMatchObject({
        code: 'TIMESTAMP_INVALID',
        context: { line: 5, value, count: 1 },
      });
    },
  );

  it('reads the midnight of 1 January 1900, which is what the pattern makes of those words', async () => {
    const dates = day('1899-12-28', 8);
    expect((await ingest({ files: write('old.csv', rows(dates)) })).times[4]).toBe('1900-01-01T00:00:00.000Z');
  });
});

describe('timezone', () => {
  it('makes instants of local hours, and keeps the local clock for the calendar', async () => {
    const files = write('local.csv', hourly('date,a', 8, String));
    const { times, known, meta } = await ingest({
      files,
      frequency: 'PT1H',
      timezone: 'America/New_York',
      calendar: ['hour'],
    });
    expect(times[0]).toBe('2024-01-01T05:00:00.000Z');
    expect(known.slice(0, 2)).toEqual([0, 1]);
    expect(meta.timezone).toBe('America/New_York');
  });

  it('keeps local dates where the step is a day or more, over a clock change too', async () => {
    const { times } = await ingest({
      files: write('days.csv', rows(day('2024-03-08', 8))),
      timezone: 'America/New_York',
    });
    expect(times[3]).toBe('2024-03-11T00:00:00.000Z');
    const offsets = day('2024-03-08', 8).map((date) => `${date}T00:00:00-0${date > '2024-03-10' ? 4 : 5}:00`);
    const converted = await ingest({ files: write('offsets.csv', rows(offsets)), timezone: 'America/New_York' });
    expect(converted.times).toEqual(times);
  });
});

describe('duplicates and resample', () => {
  const twice = hourly('date,a,b', 8, (row) => `${row},${row}`).flatMap((line, index) =>
    index === 3 ? [line, `${hour(2)},4,`] : line,
  );

  it.each([
    ['first', [2, 2]],
    ['last', [4, 2]],
    ['mean', [3, 2]],
    ['sum', [6, 2]],
  ])('duplicates %s: one row stays, and the manifest says how many went', async (duplicates, expected) => {
    const { target, meta, log } = await ingest({ files: write('twice.csv', twice), frequency: 'PT1H', duplicates });
    expect(target.slice(4, 6)).toEqual(expected);
    expect(target).toHaveLength(16);
    expect(meta.policies).toEqual([{ name: 'duplicates', action: duplicates, count: 1 }]);
    expect(log.join()).toContain('policy `duplicates` was used');
  });

  it('says nothing of a policy that had nothing to do', async () => {
    const files = write('once.csv', hourly('date,a', 8, String));
    expect((await ingest({ files, frequency: 'PT1H', duplicates: 'mean' })).meta.policies).toEqual([]);
  });

  it('resamples hours to days, each column in its own way', async () => {
    const files = write(
      'hours.csv',
      hourly('date,a,b', 24 * 8, (row) => `${row},${row}`),
    );
    const { target, times, meta } = await ingest({ files, resample: { a: 'sum', b: 'last' } });
    expect(times[1]).toBe('2024-01-02T00:00:00.000Z');
    expect(target.slice(0, 4)).toEqual([276, 23, 24 * 24 + 276, 47]);
    expect(meta.policies).toEqual([{ name: 'resample', action: '{"a":"sum","b":"last"}', count: 24 * 8 - 8 }]);
  });

  it('leaves a bucket without rows a gap: the sum of nothing is not 0', async () => {
    const lines = hourly('date,a', 24 * 8, () => '1').filter((_, index) => index <= 72 || index > 96);
    expect(await refusalOf({ files: write('gap.csv', lines), resample: 'sum' })).toMatchObject({
      code: 'TIMESTAMP_GAP',
      context: { line: 74, firstMissing: '2024-01-04 00:00:00', missing: 1 },
    });
  });

  it('RESAMPLE_COLUMN: a column without a word', async () => {
    const files = write(
      'hours.csv',
      hourly('date,a,b', 48, () => '1,2'),
    );
    expect(await refusalOf({ files, resample: { a: 'sum' } })).toMatchObject({
      code: 'RESAMPLE_COLUMN',
      context: { column: 'b' },
    });
  });
});

it('warns of numbers of which float32 does not keep every digit', async () => {
  const files = write(
    'large.csv',
    rows(day('2024-01-01', 8)).map((line, index) => (index === 4 ? line.replace(/,.*/, ',16777217') : line)),
  );
  expect((await ingest({ files })).log.join()).toContain('beyond 16,777,216');
});
