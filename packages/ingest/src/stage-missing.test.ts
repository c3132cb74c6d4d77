import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { column, createPolicyFixture, hour, type PolicySettings, table, thrown } from '../testing/policy-fixture';

const fixture = createPolicyFixture();
afterAll(fixture.remove);
const { folder, out, log, ingest } = fixture;
const _ = NaN;

describe('missing values', () => {
  const GAPS = column(0, 2, _, 6, undefined, undefined, 12, 14, 16, 18, 20, 22, 24);

  it('are an error by default, and so are missing rows', async () => {
    await expect(ingest(column(0, 2, _, 6, 8, 10, 12, 14, 16, 18, 20, 22))).rejects.toMatchObject({
      code: 'VALUE_MISSING',
    });
    await expect(ingest(column(0, 2, 4, 6, undefined, 10, 12, 14, 16, 18, 20, 22, 24))).rejects.toMatchObject({
      code: 'TIMESTAMP_GAP',
    });
  });

  // The train split ends with row 5, inside a gap: the line would show it row 6.
  it.each([
    ['ffill', [0, 2, 2, 6, 6, 6, 12], []],
    ['linear', [0, 2, 4, 6, 6, 6, 12], [{ name: 'missing', action: 'hold', count: 2 }]],
    ['mask', [0, 2, 2, 6, 6, 6, 12], []],
  ] as const)('are filled by %s, masked, counted and said in the log', async (missing, start, held) => {
    const { meta, target, mask, times } = await ingest(GAPS, { missing });
    expect(target).toEqual([...start, 14, 16, 18, 20, 22, 24]);
    expect(mask).toEqual([1, 1, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(times).toEqual(Array.from({ length: 13 }, (__, row) => hour(row)));
    expect(meta.masked).toBe(true);
    expect(meta.policies).toEqual([
      { name: 'gap', action: missing, count: 2 },
      { name: 'missing', action: missing, count: 3 },
      ...held,
    ]);
    expect(log.filter((line) => line.includes('policy'))).toHaveLength(meta.policies.length);
  });

  it('are filled by the value of one season before, or of two', async () => {
    const rows = column(0, 1, 2, 3, _, 5, 6, 7, _, 9, 10, _, 12);
    const { target, meta } = await ingest(rows, { missing: 'seasonal' });
    expect(target).toEqual([0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 7, 12]);
    expect(meta.policies).toEqual([{ name: 'missing', action: 'seasonal', count: 3 }]);
  });

  it.each([
    ['ffill', column(_, _, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), hour(0), 2],
    ['linear', column(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, _), hour(12), 1],
    ['seasonal', column(0, 1, _, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), hour(2), 1],
  ] as const)('at an edge are an error of %s with series, column, time and count', async (missing, rows, at, count) => {
    const context = {
      column: 'a',
      at: `${at.replace('T', ' ')}:00`,
      policy: missing,
      count,
      seriesCount: 1,
    };
    await expect(ingest(rows, { missing })).rejects.toEqual(thrown('MISSING_UNFILLED', context));
  });

  it('drop their series, with its statics and weight, and are counted by series', async () => {
    const rows = Array.from({ length: 13 }, (__, row) => row);
    const lines = [
      'time,id,a,size,weight',
      ...rows.map((row) => `${hour(row)},x,${row},10,1`),
      ...rows.flatMap((row) => (row === 5 ? [] : [`${hour(row)},y,${row},20,2`])),
      ...rows.map((row) => `${hour(row)},z,${row === 7 ? '' : row},30,3`),
      ...rows.map((row) => `${hour(row)},zz,${2 * row},40,4`),
    ];
    const panel: PolicySettings = { series: 'id', static: ['size'], weight: 'weight', missing: 'drop-series' };
    const { meta, statics, target, mask } = await ingest(lines, panel);
    expect(meta.series.map(({ id, weight }) => [id, weight])).toEqual([
      ['x', 1],
      ['zz', 4],
    ]);
    expect(statics).toEqual([10, 40]);
    expect(target).toEqual([...rows, ...rows.map((row) => 2 * row)]);
    expect([meta.masked, mask]).toEqual([false, undefined]);
    expect(meta.policies).toEqual([{ name: 'missing', action: 'drop-series', count: 2 }]);
    const none = lines.filter((line) => !/,(x|zz),/.test(line));
    await expect(ingest(none, panel)).rejects.toEqual(thrown('SERIES_NONE_LEFT', { missing: 2, short: 0, total: 2 }));
  });

  it('leave a window without any observed target out of the origins, and refuse a split without one', async () => {
    const rows = column(0, 1, 2, 3, _, _, 6, _, _, 9, 10, 11, 12);
    const { originsOf, meta } = await ingest(rows, { missing: 'mask' });
    expect(originsOf('train')).toEqual([1, 2, 3].map((row) => [0, row]));
    expect(originsOf('validation')).toEqual([[0, 6]]);
    expect(meta.originCounts).toEqual({ train: 3, validation: 1, test: 2, future: 1 });
    await expect(ingest(column(0, 1, 2, 3, 4, 5, _, _, _, 9, 10, 11, 12), { missing: 'mask' })).rejects.toEqual(
      thrown('SPLIT_UNOBSERVED', { split: 'validation', rows: 3, horizon: 2 }),
    );
  });

  it('of covariates are filled too, and counted by role', async () => {
    const rows = table('time,a,p,k', [
      [0, 5, 0],
      [1, _, 1],
      undefined,
      ...Array.from({ length: 10 }, (__, row) => [row + 3, 9, row + 3]),
      [_, _, 13],
      [_, _, 14],
    ]);
    const { past, known, meta } = await ingest(rows, { past: ['p'], known: ['k'], missing: 'linear' });
    expect(past.slice(0, 4)).toEqual([5, expect.closeTo(19 / 3, 5), expect.closeTo(23 / 3, 5), 9]);
    expect(known).toEqual(Array.from({ length: 15 }, (__, row) => row));
    expect(meta.policies).toEqual([
      { name: 'gap', action: 'linear', count: 1 },
      { name: 'missing', action: 'linear', count: 1 },
      { name: 'missing-past', action: 'linear', count: 2 },
      { name: 'missing-known', action: 'linear', count: 1 },
    ]);
  });

  it('are none between business days around a holiday', async () => {
    const days = ['03', '04', '05', '07', '10', '11', '12', '13', '14', '17', '18', '19', '20'];
    const lines = ['time,a', ...days.map((day, row) => `2024-06-${day},${row}`)];
    const { target, meta } = await ingest(lines, { frequency: 'B', missing: 'mask' });
    expect(target).toEqual(days.map((__, row) => row));
    expect([meta.policies, meta.masked]).toEqual([[], false]);
  });
});

it('writes the same bytes twice under a policy, and leaves nothing in the folder of half-done work', async () => {
  const rows = column(0, 2, _, 6, undefined, 10, 12, 14, 16, 18, 20, 22, 24);
  const read = async () => {
    await ingest(rows, { missing: 'linear', calendar: ['hour'] });
    return ['manifest.json', 'series.arrow', 'windows.arrow'].map((name) =>
      readFileSync(join(out, name)).toString('hex'),
    );
  };
  expect(await read()).toEqual(await read());
  expect(readdirSync(folder).sort()).toEqual(['ingest', 'load.csv']);
});
