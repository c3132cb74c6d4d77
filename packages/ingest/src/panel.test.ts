import fc from 'fast-check';
import { createFixture, hour, hourly } from '../testing/ingest-fixture';

const { write, ingest, refusalOf, remove } = createFixture();
afterAll(remove);

/** Rows of a panel: series `id` has `count` hourly rows with the values `base`, `base + 1` … */
const series = (id: string, count: number, base: number) =>
  Array.from({ length: count }, (_, row) => `${hour(row)},${id},${base + row}`);
const valuesOf = (count: number, base: number) => Array.from({ length: count }, (_, row) => base + row);

describe('long panel', () => {
  it('writes series of unequal length one after another, sorted by id', async () => {
    const rows = [...series('s10', 9, 1000), ...series('s2', 5, 200), ...series('a b', 7, 70)];
    const { meta, target, times } = await ingest({ files: write('panel.csv', ['date,id,a', ...rows]), series: 'id' });
    expect(meta.series.map(({ id, rowCount, observedRowCount }) => [id, rowCount, observedRowCount])).toEqual([
      ['a b', 7, 7],
      ['s10', 9, 9],
      ['s2', 5, 5],
    ]);
    expect(target).toEqual([...valuesOf(7, 70), ...valuesOf(9, 1000), ...valuesOf(5, 200)]);
    expect(times[7]).toBe('2024-01-01T00:00:00.000Z');
    expect(meta.channels.target).toEqual(['a']);
  });

  it('gives origins of every series, numbered in its order, in each split', async () => {
    const rows = [...series('x', 8, 0), ...series('y', 8, 0)];
    const { origins } = await ingest({ files: write('two.csv', ['date,id,a', ...rows]), series: 'id' });
    for (const split of [0, 1, 2, 3]) {
      const inSplit = (values: Int32Array) => [...values].filter((_, index) => origins.split[index] === split);
      const [numbers, rowsOf] = [inSplit(origins.series), inSplit(origins.origin)];
      const half = numbers.length / 2;
      expect(numbers).toEqual([...new Array<number>(half).fill(0), ...new Array<number>(half).fill(1)]);
      expect(rowsOf.slice(half)).toEqual(rowsOf.slice(0, half));
    }
  });

  it('gives the same data set whatever the order of the rows in the file', async () => {
    const rows = [...series('p', 40, 0), ...series('q', 30, 500), ...series('a very long name of a series', 20, 900)];
    const sorted = await ingest({ files: write('sorted.csv', ['date,id,a', ...rows]), series: 'id' });
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        const { target, times, meta } = await ingest({
          files: write('shuffled.csv', ['date,id,a', ...shuffled]),
          series: 'id',
        });
        expect({ target, times, meta }).toEqual({ target: sorted.target, times: sorted.times, meta: sorted.meta });
      }),
      { numRuns: 5, seed: 1 },
    );
  });

  it('names the series, the line and the first missing time of a gap', async () => {
    const rows = [...series('x', 8, 0), ...series('y', 8, 0)];
    const file = write('gap.csv', ['date,id,a', ...rows.filter((_, index) => index !== 11 && index !== 12)]);
    expect(await refusalOf({ files: file, series: 'id' })).toMatchObject({
      code: 'TIMESTAMP_GAP',
      message: expect.stringContaining(`${file}, line 13, series "y": 2 rows are missing from 2024-01-01 03:00:00`),
    });
  });

  it('SERIES_UNNAMED: the first row without a name', async () => {
    const file = write('unnamed.csv', ['date,id,a', ...series('x', 8, 0), ...series('', 2, 0)]);
    expect(await refusalOf({ files: file, series: 'id' })).toMatchObject({
      code: 'SERIES_UNNAMED',
      message: `${file}, line 10, column "id": the row has no series (2 such rows).`,
    });
  });

  it('SERIES_TOO_SHORT: names the series and the rows it needs', async () => {
    const file = write('short.csv', ['date,id,a', ...series('x', 8, 0), ...series('y', 3, 0)]);
    expect(await refusalOf({ files: file, series: 'id' })).toMatchObject({
      code: 'SERIES_TOO_SHORT',
      context: { series: 'y', rows: 3, needed: 4 },
    });
  });
});

describe('order', () => {
  const lines = hourly('date,a,b', 50, (row) => `${row},${-row}`);

  it('sorts one series that is out of order, and says so', async () => {
    const sorted = await ingest({ files: write('sorted.csv', lines) });
    expect(sorted.log.join()).not.toContain('order');
    const { target, times, log } = await ingest({
      files: write('newest.csv', [lines[0]!, ...lines.slice(1).reverse()]),
    });
    expect({ target, times }).toEqual({ target: sorted.target, times: sorted.times });
    expect(log[0]).toContain('not in order of time');
  });

  it('finds the line of a fault in a file that was sorted', async () => {
    const rows = lines.slice(1).reverse();
    const file = write('newest.csv', [
      lines[0]!,
      ...rows.slice(0, 10),
      rows[10]!.replace(/,[^,]*$/, ','),
      ...rows.slice(11),
    ]);
    expect(await refusalOf({ files: file })).toMatchObject({
      code: 'VALUE_MISSING',
      context: { line: 12, column: 'b' },
    });
  });

  it('sorts rows over several files', async () => {
    const [first, second] = [write('b.csv', [lines[0]!, ...lines.slice(30)]), write('a.csv', lines.slice(0, 30))];
    expect((await ingest({ files: [first, second] })).target.slice(0, 4)).toEqual([0, 0, 1, -1]);
  });
});

describe('roles', () => {
  const rows = (id: string, count: number, known: number) =>
    Array.from({ length: known }, (_, row) => {
      const isFuture = row >= count;
      return `${hour(row)},${id},${isFuture ? '' : row},${isFuture ? '' : 10 * row},${100 * row},${id === 'x' ? 'red' : 'blue'},${id === 'x' ? 2 : 0.5},7`;
    });
  const header = 'date,id,y,p,k,colour,w,size';
  const roles = { series: 'id', past: ['p'], known: ['k'], static: ['colour', 'size'], weight: 'w', horizon: 2 };

  it('keeps targets, past, known, static and weights apart; known goes on behind the last target', async () => {
    const file = write('roles.csv', [header, ...rows('x', 8, 10), ...rows('y', 9, 12)]);
    const { meta, target, past, known, static: features } = await ingest({ files: file, ...roles });
    expect(meta.channels).toEqual({
      target: ['y'],
      past: ['p'],
      known: ['k'],
      static: ['colour=blue', 'colour=red', 'size'],
    });
    expect(
      meta.series.map(({ id, rowCount, observedRowCount, weight }) => ({ id, rowCount, observedRowCount, weight })),
    ).toEqual([
      { id: 'x', rowCount: 10, observedRowCount: 8, weight: 2 },
      { id: 'y', rowCount: 12, observedRowCount: 9, weight: 0.5 },
    ]);
    expect(target.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, NaN, NaN]);
    expect(past.slice(0, 8)).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect(known).toEqual([
      ...Array.from({ length: 10 }, (_, r) => 100 * r),
      ...Array.from({ length: 12 }, (_, r) => 100 * r),
    ]);
    expect(features).toEqual([0, 1, 7, 1, 0, 7]);
  });

  it('puts the calendar beside the known columns, as far as they go', async () => {
    const file = write('roles.csv', [header, ...rows('x', 8, 10)]);
    const { meta, known } = await ingest({ files: file, ...roles, calendar: ['hour'] });
    expect(meta.channels.known).toEqual(['k', 'hour.sin', 'hour.cos']);
    expect(meta.series[0]).toMatchObject({ rowCount: 10, observedRowCount: 8 });
    const angle = (2 * Math.PI * 9) / 24;
    expect(known.slice(-3)).toEqual([900, Math.fround(Math.sin(angle)), Math.fround(Math.cos(angle))]);
  });

  it('KNOWN_TOO_SHORT: series, needed and found last timestamp; one horizon just reaches', async () => {
    const file = write('short.csv', [header, ...rows('x', 8, 10), ...rows('y', 9, 10), ...rows('z', 9, 9)]);
    expect(await refusalOf({ files: file, ...roles })).toMatchObject({
      code: 'KNOWN_TOO_SHORT',
      message: `${file}, line 21, series "y": k must be known until 2024-01-01 10:00:00, one horizon of 2 behind the last target, but the last row is of 2024-01-01 09:00:00 (2 such series).`,
    });
  });

  it('KNOWN_MISSING: in the past and in the future', async () => {
    const all = rows('x', 8, 10);
    const without = (row: number) => [
      header,
      ...all.map((line, index) => (index === row ? line.replace(/,\d+,red/, ',,red') : line)),
    ];
    for (const row of [3, 9])
      expect(await refusalOf({ files: write('unknown.csv', without(row)), ...roles })).toMatchObject({
        code: 'KNOWN_MISSING',
        context: { line: row + 2, column: 'k', value: '', series: 'x', count: 1 },
      });
  });

  it('takes rows without targets between others for missing, not for the future', async () => {
    const all = rows('x', 8, 10).map((line, index) => (index === 4 ? line.replace(',x,4,', ',x,,') : line));
    expect(await refusalOf({ files: write('inside.csv', [header, ...all]), ...roles })).toMatchObject({
      code: 'VALUE_MISSING',
      context: { line: 6, column: 'y', count: 1 },
    });
  });

  it('STATIC_VARIES, STATIC_MISSING and WEIGHT_INVALID: series, column and values', async () => {
    const change = (from: RegExp, to: string) => [
      header,
      ...rows('x', 8, 10).map((line, index) => (index > 5 ? line.replace(from, to) : line)),
    ];
    expect(await refusalOf({ files: write('varies.csv', change(/red/, 'pink')), ...roles })).toMatchObject({
      code: 'STATIC_VARIES',
      context: { series: 'x', column: 'colour', line: 8, values: ['red', 'pink'] },
    });
    const none = [header, ...rows('x', 8, 10).map((line) => line.replace('red', ''))];
    expect(await refusalOf({ files: write('none.csv', none), ...roles })).toMatchObject({
      code: 'STATIC_MISSING',
      context: { series: 'x', column: 'colour' },
    });
    const zero = [header, ...rows('x', 8, 10).map((line) => line.replace('red,2', 'red,0'))];
    expect(await refusalOf({ files: write('zero.csv', zero), ...roles })).toMatchObject({
      code: 'WEIGHT_INVALID',
      context: { series: 'x', column: 'w', value: '0' },
    });
  });
});
