import { createFixture, hour, hourly } from '../../testing/ingest-fixture';

const fixture = createFixture({ targets: ['a'] });
afterAll(fixture.remove);

const ROWS = 120_000;
/** Lines inside a quote that are no rows: most lines of the file. */
const NOTE = `"${'a line of a note, not of a row\n'.repeat(3)}"`;

it('reads a file of which most lines lie within quotes', async () => {
  const files = fixture.write(
    'quoted.csv',
    hourly('date,a,note', ROWS, (row) => `${row % 100},${NOTE}`),
  );
  const { target } = await fixture.ingest({ files });
  expect(target).toHaveLength(ROWS);
  expect(target.slice(-2)).toEqual([98, 99]);
});

it('counts from the first wrong row of many, which need not be where the lines were taken', async () => {
  const lines = hourly('date,a,note', ROWS, (row) => `${row % 100},${NOTE}`);
  for (let row = 70_000; row < 110_000; row++) lines[row + 1] = `${hour(row)},1;5,${'x'.repeat(110)}`;
  const files = fixture.write('late.csv', lines);
  const { code, context } = await fixture.refusalOf({ files });
  expect({ code, context }).toMatchObject({
    code: 'CSV_NOT_A_NUMBER',
    // A row before it takes four lines.
    context: { line: 2 + 4 * 70_000, column: 'a', value: '1;5', atLeast: true },
  });
  expect((context as { count: number }).count).toBeGreaterThanOrEqual(1_000_000 / 136 - 1);
});

it('counts all wrong values where they are few', async () => {
  const lines = hourly('date,a,note', ROWS, (row) => `${row % 100},${'x'.repeat(110)}`);
  for (const row of [60_000, 60_001, 119_999]) lines[row + 1] = `${hour(row)},1;5,`;
  const { code, context } = await fixture.refusalOf({ files: fixture.write('few.csv', lines) });
  expect({ code, context }).toMatchObject({
    code: 'CSV_NOT_A_NUMBER',
    context: { line: 60_002, column: 'a', value: '1;5', count: 3, atLeast: false },
  });
});
