import { column, createPolicyFixture, hour, thrown } from '../testing/policy-fixture';

const fixture = createPolicyFixture();
afterAll(fixture.remove);
const { ingest } = fixture;
const _ = NaN;

describe('the calendar', () => {
  it('has a row for each month, also where the file has none', async () => {
    const months = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => new Date(Date.UTC(2023, month, 0)));
    const lines = ['time,a', ...months.map((day, row) => `${day.toISOString().slice(0, 10)},${row}`)];
    const { times, target, meta } = await ingest(lines, { frequency: 'P1M', missing: 'ffill' });
    expect(times.slice(2, 5)).toEqual(['2023-03-31T00:00', '2023-04-30T00:00', '2023-05-31T00:00']);
    expect(target).toEqual([0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(meta.policies).toEqual([
      { name: 'gap', action: 'ffill', count: 1 },
      { name: 'missing', action: 'ffill', count: 1 },
    ]);
  });

  // New York goes from UTC-5 to UTC-4 on 10 March 2024 at 02:00: that day has 23 hours.
  it('splits at the dates of the clock of the data, across a change of the clock', async () => {
    const first = Date.UTC(2024, 2, 9, 5);
    const lines = [
      'time,a',
      ...Array.from({ length: 95 }, (__, row) => `${new Date(first + row * 3_600_000).toISOString()},${row}`),
    ];
    const split = { kind: 'dates', validation: '2024-03-11', test: '2024-03-12' } as const;
    const { meta } = await ingest(lines, { timezone: 'America/New_York', split });
    expect(meta.series[0]?.borders).toEqual({ train: [0, 47], validation: [47, 71], test: [71, 95] });
  });
});

describe('series of unequal length', () => {
  const split = { kind: 'rolling', cutoffs: 1, cutoff: 0, test: 3, validation: 2 } as const;
  /** Needed: 3 + 2 + horizon 2 + 1 = 8 rows. */
  const panel = (...lengths: readonly number[]) => [
    'time,id,a',
    ...lengths.flatMap((length, s) =>
      Array.from({ length }, (__, row) => `${hour(20 - length + row)},s${s},${100 * (s + 1) + row}`),
    ),
  ];

  it('are an error when one is too short for its splits, with its name and the rows it needs', async () => {
    await expect(ingest(panel(12, 7, 5), { series: 'id', split })).rejects.toEqual(
      thrown('SERIES_TOO_SHORT', { series: 's1', rows: 7, needed: 8, horizon: 2, count: 2, total: 3 }),
    );
    expect((await ingest(panel(12, 8), { series: 'id', split })).meta.policies).toEqual([]);
  });

  it('are padded before their first row, masked and counted by rows', async () => {
    const { meta, target, mask, times, known, originsOf } = await ingest(panel(9, 6), {
      series: 'id',
      split,
      short: 'pad',
      calendar: ['hour'],
    });
    expect(meta.series).toEqual([
      {
        id: 's0',
        rowCount: 11,
        observedRowCount: 9,
        start: '2024-01-01T11:00:00.000Z',
        borders: { train: [0, 4], validation: [4, 6], test: [6, 9] },
      },
      {
        id: 's1',
        rowCount: 10,
        observedRowCount: 8,
        start: '2024-01-01T12:00:00.000Z',
        borders: { train: [0, 3], validation: [3, 5], test: [5, 8] },
      },
    ]);
    expect(target.slice(11)).toEqual([200, 200, 200, 201, 202, 203, 204, 205, _, _]);
    expect(mask?.slice(11)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0]);
    expect(times.slice(11)).toEqual(Array.from({ length: 10 }, (__, row) => hour(12 + row)));
    const sines = times.map((time) => Math.fround(Math.sin((2 * Math.PI * Number(time.slice(11, 13))) / 24)));
    expect(known.filter((__, i) => i % 2 === 0)).toEqual(sines);
    expect(meta.policies).toEqual([{ name: 'short', action: 'pad', count: 2 }]);
    expect(originsOf('train')).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
    ]);
    expect(originsOf('future')).toEqual([
      [0, 9],
      [1, 8],
    ]);
  });

  it('are dropped and counted by series', async () => {
    const { meta, target } = await ingest(panel(9, 6, 8), { series: 'id', split, short: 'drop' });
    expect(meta.series.map(({ id }) => id)).toEqual(['s0', 's2']);
    expect(target).toHaveLength(17);
    expect(meta.policies).toEqual([{ name: 'short', action: 'drop', count: 1 }]);
  });

  it('are refused by borders behind the end of one, which is named', async () => {
    const borders = { kind: 'borders', train: 5, validation: 7, test: 10 } as const;
    await expect(ingest(panel(12, 9), { series: 'id', split: borders })).rejects.toEqual(
      thrown('SERIES_TOO_SHORT', { series: 's1', rows: 9, needed: 10, count: 1, total: 2 }),
    );
  });

  it('are split by the same dates: the one that begins later has fewer train rows', async () => {
    const dates = { kind: 'dates', validation: hour(14).replace('T', ' '), test: hour(17).replace('T', ' ') } as const;
    const { meta } = await ingest(panel(12, 8, 5), { series: 'id', split: dates });
    expect(meta.series.map(({ borders }) => borders)).toEqual([
      { train: [0, 6], validation: [6, 9], test: [9, 12] },
      { train: [0, 2], validation: [2, 5], test: [5, 8] },
      { train: [0, 0], validation: [0, 2], test: [2, 5] },
    ]);
    await expect(ingest(panel(12), { series: 'id', split: { ...dates, test: '2024-02-01' } })).rejects.toEqual(
      thrown('SPLIT_OUTSIDE', { key: 'test', value: '2024-02-01', limit: '2024-01-01 08:00:00 … 2024-01-01 19:00:00' }),
    );
  });
});

it('rolls through the data: each cutoff tests the rows before the next one, and future origins stay behind all', async () => {
  const rows = column(...Array.from({ length: 20 }, (__, row) => row));
  const tests: number[][] = [];
  for (const cutoff of [0, 1, 2]) {
    const split = { kind: 'rolling', cutoffs: 3, cutoff, test: 4, validation: 2, window: 5 } as const;
    const { meta, originsOf } = await ingest(rows, { split });
    const [{ borders } = { borders: undefined }] = meta.series;
    const test = 8 + 4 * cutoff;
    expect(borders).toEqual({
      train: [Math.max(0, test - 7), test - 2],
      validation: [test - 2, test],
      test: [test, test + 4],
    });
    tests.push(originsOf('test').map(([, origin]) => origin));
    expect(originsOf('future')).toEqual([[0, 20]]);
  }
  expect(tests).toEqual([
    [8, 9, 10],
    [12, 13, 14],
    [16, 17, 18],
  ]);
});
