import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentHost, temporaryFolder } from '@tsdistill/testing';
import { inspectFile } from './inspect-file';

const folder = temporaryFolder();

function inspect(text: string | Buffer, given: Readonly<Record<string, unknown>> = {}) {
  const file = join(folder, 'data.csv');
  writeFileSync(file, text);
  return inspectFile(file, given, silentHost(join(folder, 'work')));
}

const time = (row: number) => new Date(Date.UTC(2024, 0, 1, row)).toISOString().slice(0, 19).replace('T', ' ');
const table = (header: string, count: number, row: (index: number) => string) =>
  `${[header, ...Array.from({ length: count }, (_, index) => row(index))].join('\n')}\n`;

it('does not call a row missing that is there, with a cell that is no number', async () => {
  const found = await inspect(table('date,a', 200, (i) => `${time(i)},${i === 90 ? 'x' : (i * 7) % 11}`));
  expect(found.problems.map(({ code }) => code)).toEqual(['CSV_NOT_A_NUMBER']);
  expect(found.gaps).toEqual({ count: 0, missingRows: 0 });
  expect(found.suggestion).not.toHaveProperty('missing');
});

it('still tells of a gap beside such a cell', async () => {
  const rows = table('date,a', 200, (i) => `${time(i < 100 ? i : i + 5)},${i === 90 ? 'x' : (i * 7) % 11}`);
  const found = await inspect(rows);
  expect(found.problems.map(({ code }) => code)).toEqual(['CSV_NOT_A_NUMBER', 'TIMESTAMP_GAP']);
});

it('says of a file without one readable number what is wrong with them, not that it is empty', async () => {
  const found = await inspect(table('date,a', 200, (i) => `${time(i)},${i}%`));
  expect(found.problems.map(({ code }) => code)).toEqual(['CSV_NOT_A_NUMBER']);
  expect(found.notes).toEqual([]);
});

it('shows a cell of a column that it takes for text, and names what mends numbers with a sign', async () => {
  const found = await inspect(table('date,a,b,c', 200, (i) => `${time(i)},${(i * 7) % 11},$${100 + i}.5,"x\n""y"""`));
  expect(found.notes).toEqual([
    'column "b" is text and left out, such as "$100.5"; a query (`query`) can take the sign off its numbers',
    String.raw`column "c" is text and left out, such as "x\n\"y\""`,
  ]);
});

it('says of no column that it is left out which the settings use', async () => {
  const panel = table(
    'date,shop,a,size,rate',
    400,
    (i) => `${time(i % 200)},s${i < 200 ? 1 : 2},${(i * 7) % 11},${i < 200 ? 1 : 2},5`,
  );
  const notes = async (given: Readonly<Record<string, unknown>>) =>
    (await inspect(panel, given)).notes.filter((note) => note.startsWith('column'));
  const [size, rate] = ['column "size" has one value a series', 'column "rate" has the same value in all rows'];
  expect(await notes({})).toEqual([expect.stringContaining(size), expect.stringContaining(rate)]);
  expect(await notes({ series: 'shop', weight: 'size' })).toEqual([expect.stringContaining(rate)]);
  expect(await notes({ targets: ['a', 'rate'] })).toEqual([expect.stringContaining(size)]);
});

it('takes a time of day for half of a time, not for the name of a series', async () => {
  const found = await inspect(table('date,time,a', 200, (i) => `${time(i).replace(' ', ',')},${(i * 7) % 11}`));
  expect(found).toMatchObject({ layout: 'wide', isReady: false });
  expect(found.problems.map(({ code }) => code)).toEqual(['TIMESTAMP_DUPLICATE']);
  expect(found.notes[0]).toContain('a query (`query`) can join it to the date');
});

it.each(['größe', 'höhe'])('names the line that is in another encoding than the rest, of %s', async (name) => {
  const text = table(`date,${name}`, 200, (i) => `${time(i)},${(i * 7) % 11}`);
  const bytes = Buffer.concat([Buffer.from(text), Buffer.from(`${time(200)},5\xb5\n`, 'latin1')]);
  const found = await inspect(bytes);
  expect(found.dialect).toEqual({});
  expect(found.problems[0]?.message).toContain('line 202');
});

it.each([
  ['quarters', 'P3M', (i: number) => `${1980 + (i >> 2)}-Q${(i % 4) + 1}`],
  ['%G-W%V', 'P1W', (i: number) => `2020-W${String((i % 53) + 1).padStart(2, '0')}`],
])('reads times as %s', async (format, frequency, spell) => {
  const found = await inspect(table('period,a', 53, (i) => `${spell(i)},${(i * 7) % 11}`));
  expect(found).toMatchObject({ isReady: true, time: { format, fitCount: 53 }, step: { frequency, share: 1 } });
});

it('reads numbers with spaces between thousands', async () => {
  const found = await inspect(table('date;a', 200, (i) => `${time(i)};1 ${String(i + 100)},5`));
  expect(found).toMatchObject({ isReady: true, dialect: { delimiter: ';', decimal: ',', thousands: ' ' } });
  expect(found.columns[1]).toMatchObject({ min: 1100.5, max: 1299.5 });
});

it('shows values as they are written, not as float32 has them', async () => {
  const found = await inspect(
    table('date,a', 200, (i) => `${time(i - (i > 50 ? 1 : 0))},${i === 50 ? '23.39' : i + 0.1}`),
  );
  expect(found.problems[0]?.message).toContain('with the values 23.39 and 51.1 (1 duplicate');
});

it('groups digits by a comma where commas part the cells, too', async () => {
  const found = await inspect(table('date,a', 200, (i) => `${time(i)},"1,${String(i).padStart(3, '0')}"`));
  expect(found).toMatchObject({ isReady: true, problems: [], suggestion: { dialect: { thousands: ',' } } });
  expect(found.columns[1]).toMatchObject({ min: 1000, max: 1199 });
  expect(found.notes).toEqual(['200 cells such as "1,234" are read as 1234']);
});

it('takes a comma for no decimal mark where it parts the cells', async () => {
  const found = await inspect(table('date,a,b', 200, (i) => `${time(i)},${(i * 7) % 11},"${i},5"`));
  expect(found).toMatchObject({ isReady: true, dialect: {}, suggestion: { targets: ['a'] } });
  expect(found.notes).toEqual([
    'column "b" is text and left out, such as "0,5"; a query (`query`) can put a point in the place of its comma',
  ]);
});

it.each([',', ';'])('names a title above the header as such, cells parted by %p', async (mark) => {
  const rows = table(['date', 'a', 'b'].join(mark), 200, (i) => [time(i), (i * 7) % 11, i].join(mark));
  const found = await inspect(`Sales report${mark}${mark}\n${rows}`);
  expect(found.problems).toMatchObject([
    {
      code: 'COLUMN_UNNAMED',
      message: expect.stringContaining('no name at position 2; "Sales report" is its only one'),
      hint: expect.stringContaining('Is it a title? Take the lines above'),
    },
  ]);
});

it('leaves out a column without a name beside others that have one', async () => {
  const found = await inspect(table('date,a,', 200, (i) => `${time(i)},${(i * 7) % 11},${(i * 5) % 13}`));
  expect(found).toMatchObject({ isReady: true, suggestion: { targets: ['a'] } });
  expect(found.notes).toEqual(['column "" has no name and is left out']);
});
