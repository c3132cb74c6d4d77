import { createFixture, hour, hourly } from '../testing/ingest-fixture';

// What CSV readers do without a word. Each number stands for one such behaviour, found in the reader used here.
const { write, ingest, refusalOf, remove } = createFixture();
afterAll(remove);

it('silent error 1: columns are taken by position, so that a header in another order swaps the values', async () => {
  const files = write('swapped.csv', [
    'b,date,a',
    ...Array.from({ length: 8 }, (_, row) => `${100 + row},${hour(row)},${row}`),
  ]);
  expect((await ingest({ files, targets: ['a', 'b'] })).target.slice(0, 4)).toEqual([0, 100, 1, 101]);
  const first = write(
    'parts/1.csv',
    hourly('date,a,b', 4, (row) => `${row},${100 + row}`),
  );
  const second = write('parts/2.csv', [
    'b,a,date',
    ...Array.from({ length: 4 }, (_, row) => `${104 + row},${4 + row},${hour(4 + row)}`),
  ]);
  const { target } = await ingest({ files: [first, second], targets: ['a', 'b'] });
  expect(target).toEqual(Array.from({ length: 8 }, (_, row) => [row, 100 + row]).flat());
});

it('silent error 2: a fraction behind 20,480 whole numbers is rounded', async () => {
  const files = write(
    'late.csv',
    hourly('date,a', 25_100, (row) => (row === 25_000 ? '12.75' : '12')),
  );
  expect((await ingest({ files })).target[25_000]).toBe(12.75);
});

it('silent error 3: a time of day behind 20,480 dates loses its hour', async () => {
  const day = (row: number) => new Date(Date.UTC(1950, 0, 1 + row)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 21_000 }, (_, row) => `${day(row)}${row === 20_900 ? ' 07:00' : ''},1`);
  const files = write('dates.csv', ['date,a', ...rows]);
  expect(await refusalOf({ files, frequency: 'P1D' })).toMatchObject({
    code: 'TIMESTAMP_OFF_GRID',
    context: { line: 20_902, value: `${day(20_900)} 07:00:00`, count: 2 },
  });
});

it('silent error 4: an offset in a TIMESTAMP column is dropped', async () => {
  const files = write(
    'offset.csv',
    hourly('date,a', 8, String).map((line) => line.replace(/,(?=\d)/, '+02:00,')),
  );
  expect((await ingest({ files })).times[0]).toBe('2023-12-31T22:00:00.000Z');
  const mixed = hourly('date,a', 8, String).map((line, index) => (index > 5 ? line.replace(',', '+02:00,') : line));
  const error = await refusalOf({ files: write('mixed.csv', mixed) });
  expect(error).toMatchObject({ code: 'TIMESTAMP_OFFSETS', context: { line: 7, count: 3, rows: 8, offsets: false } });
  expect(error.message).toContain(
    'line 7, column "date": "2024-01-01 05:00:00+02:00" has an offset from UTC, unlike the first row (3 of 8',
  );
  const reverse = await refusalOf({ files: write('reverse.csv', [mixed[0]!, ...mixed.slice(1).reverse()]) });
  expect(reverse).toMatchObject({ code: 'TIMESTAMP_OFFSETS', context: { line: 5, count: 5, rows: 8, offsets: true } });
});

it('silent error 5: a time with an offset but without seconds becomes NULL', async () => {
  const lines = hourly('date,a', 8, String).map((line) => line.replace(/:00,/, 'Z,').replace(' ', 'T'));
  expect(lines[1]).toBe('2024-01-01T00:00Z,0');
  expect((await ingest({ files: write('minutes.csv', lines) })).times).toEqual(
    Array.from({ length: 8 }, (_, row) => `2024-01-01T0${row}:00:00.000Z`),
  );
});

it('silent error 6: a column that is not read is not checked', async () => {
  const lines = hourly('date,a,b', 8, (row) => `1,${row === 6 ? 'bad' : 1}`);
  expect(await refusalOf({ files: write('unread.csv', lines) })).toMatchObject({
    code: 'CSV_NOT_A_NUMBER',
    context: { line: 8, column: 'b', value: 'bad', count: 1 },
  });
});

it('silent error 7: a ragged file becomes one column of text', async () => {
  const lines = hourly('date,a,b', 8, (row) => (row === 3 ? '1,2,3,4' : '1,2'));
  expect(await refusalOf({ files: write('ragged.csv', lines) })).toMatchObject({
    code: 'CSV_BAD_ROW',
    context: { line: 5, count: 1 },
    message: expect.stringMatching(/Expected Number of Columns: 3 Found: \d/),
  });
});

it('silent error 8: a quote that is not closed becomes text', async () => {
  const lines = hourly('date,a,note', 8, (row) => (row === 3 ? '1,"open' : '1,x'));
  expect(await refusalOf({ files: write('quote.csv', lines), targets: ['a'] })).toMatchObject({
    code: 'CSV_BAD_ROW',
    context: { line: 5 },
  });
});

it('silent error 9: 01/02/2024 is 1 February without asking', async () => {
  const date = (row: number) => `0${1 + (row % 9)}/02/2024`;
  const rows = (count: number) => ['date,a', ...Array.from({ length: count }, (_, row) => `${date(row)},1`)];
  const both = await refusalOf({ files: write('days.csv', rows(9)) });
  expect(both).toMatchObject({
    code: 'TIMESTAMP_DAY_ORDER',
    context: {
      line: 2,
      value: '01/02/2024',
      rows: 9,
      fits: [
        { format: '%d/%m/%Y', count: 9 },
        { format: '%m/%d/%Y', count: 9 },
      ],
    },
    hint: 'Set `ingest.timeFormat`, to "%d/%m/%Y" or "%m/%d/%Y".',
  });
  const one = await refusalOf({ files: write('day.csv', [...rows(9), '13/02/2024,1']) });
  expect(one.hint).toBe('Set `ingest.timeFormat` to "%d/%m/%Y".');
  const { times } = await ingest({ files: write('days.csv', rows(9)), timeFormat: '%d/%m/%Y', frequency: 'P1D' });
  expect(times[8]).toBe('2024-02-09T00:00:00.000Z');
});

it('silent error 10: a repeated header is renamed', async () => {
  expect(
    await refusalOf({
      files: write(
        'twice.csv',
        hourly('date,a,a', 8, () => '1,2'),
      ),
    }),
  ).toMatchObject({
    code: 'COLUMN_REPEATED',
    context: { column: 'a', positions: [2, 3] },
  });
});

it.each(['1e400', '3.4e39', '-1e39'])('silent error 11: %s becomes Infinity in a FLOAT column', async (value) => {
  const lines = hourly('date,a', 8, (row) => (row === 5 ? value : '1'));
  expect(await refusalOf({ files: write('huge.csv', lines) })).toMatchObject({
    code: 'VALUE_INFINITE',
    context: { line: 7, column: 'a', value, count: 1 },
  });
});

it('silent error 12: of rows with the same time and series one is kept', async () => {
  const panel = ['x', 'y'].flatMap((id) => hourly('', 8, (row) => `${id},${row}`).slice(1));
  const files = write('panel.csv', ['date,id,a', ...panel, `${hour(3)},y,30`]);
  expect(await refusalOf({ files, series: 'id' })).toMatchObject({
    code: 'TIMESTAMP_DUPLICATE',
    context: { line: 18, series: 'y', value: '2024-01-01 03:00:00', values: [3, 30], count: 1, seriesCount: 1 },
  });
});

it('silent error 13: filling extrapolates at the edges and takes NaN for data', async () => {
  const lines = hourly('date,a', 12, (row) => ['', '', '3', 'nan', '5'][row] ?? String(row + 1));
  expect(await refusalOf({ files: write('holes.csv', lines) })).toMatchObject({
    code: 'VALUE_MISSING',
    context: { line: 2, column: 'a', value: '', count: 3 },
  });
});

it('silent error 14: a local time in the hole of a clock change is moved an hour, one that comes twice is the later', async () => {
  const rows = (first: string) => {
    const start = Date.parse(`${first}:00Z`);
    const time = (row: number) => new Date(start + row * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    return ['date,a', ...Array.from({ length: 8 }, (_, row) => `${time(row)},${row}`)];
  };
  const timezone = 'America/New_York';
  expect(await refusalOf({ files: write('spring.csv', rows('2024-03-10T00:00')), timezone })).toMatchObject({
    code: 'TIMESTAMP_HOLE',
    context: { line: 4, value: '2024-03-10 02:00', count: 1, timezone },
  });
  const autumn = write('autumn.csv', rows('2024-11-03T01:00'));
  expect(await refusalOf({ files: autumn, timezone })).toMatchObject({
    code: 'TIMESTAMP_REPEAT',
    context: { line: 2, value: '2024-11-03 01:00', count: 1, timezone },
  });
  expect((await ingest({ files: autumn, timezone, ambiguous: 'later' })).times[0]).toBe('2024-11-03T06:00:00.000Z');
  // One hour earlier, two hours lie before 02:00: the data leave one out.
  expect(await refusalOf({ files: autumn, timezone, ambiguous: 'earlier' })).toMatchObject({
    code: 'TIMESTAMP_GAP',
    context: { line: 3, missing: 1 },
  });
});
