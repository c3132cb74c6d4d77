import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentHost, temporaryFolder } from '@tsdistill/testing';
import { inspectFile } from './inspect-file';

/** @file A row that cannot be read is wrong, not missing; a row that is missing stays so, however many others are wrong. */

const folder = temporaryFolder();

async function lookAt(header: string, rows: readonly string[]) {
  const file = join(folder, 'data.csv');
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
  const { problems, gaps } = await inspectFile(file, {}, silentHost(join(folder, 'work')));
  const gap = problems.find(({ code }) => code === 'TIMESTAMP_GAP')?.message;
  return { codes: problems.map(({ code }) => code), gaps, gap };
}

const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
const good = (row: number) => `${day(row)},${(row * 7) % 11}`;
const days = Array.from({ length: 60 }, (_, row) => good(row));

/** Days with other lines in the place of some, and without those that are undefined. */
const changed = (changes: Readonly<Record<number, string | undefined>>) =>
  days.flatMap((line, row) => (row in changes ? [changes[row] ?? []].flat() : [line]));

const WRONG = [
  ['a cell that is no number', `${day(9)},9x`, 'CSV_NOT_A_NUMBER'],
  ['a cell too many', `${day(9)},9,7`, 'CSV_BAD_ROW'],
  ['a cell too few', day(9), 'CSV_BAD_ROW'],
  ['a time that is none', `${day(9)}x,9`, 'TIMESTAMP_INVALID'],
] as const;
const GAP =
  '1 row is missing from 2024-01-31 00:00:00, between 2024-01-30 00:00:00 and 2024-02-01 00:00:00 (1 gap, 1 row missing in all).';

it.each(WRONG)('%s makes no gap', async (_, line, code) => {
  expect(await lookAt('t,y', changed({ 9: line }))).toEqual({
    codes: [code],
    gaps: { count: 0, missingRows: 0 },
    gap: undefined,
  });
});

it.each(WRONG)('%s hides no gap elsewhere, nor is it one, in any order of rows', async (_, line, code) => {
  const rows = changed({ 9: line, 30: undefined });
  for (const ordered of [rows, [...rows].reverse()]) {
    const found = await lookAt('t,y', ordered);
    expect(found).toMatchObject({ codes: [code, 'TIMESTAMP_GAP'], gaps: { count: 1, missingRows: 1 } });
    expect(found.gap).toContain(GAP);
  }
});

it.each([
  ['Total,780', 'TIMESTAMP_INVALID'],
  [`${day(60)},n.v.`, 'CSV_NOT_A_NUMBER'],
  [`${day(60)}`, 'CSV_BAD_ROW'],
])('a last line %p hides no gap', async (line, code) => {
  const found = await lookAt('t,y', [...changed({ 30: undefined }), line]);
  expect(found).toMatchObject({ codes: [code, 'TIMESTAMP_GAP'], gaps: { count: 1, missingRows: 1 } });
});

it('a wrong row whose time is there a second time stands in no gap', async () => {
  const found = await lookAt('t,y', changed({ 9: `${day(9)},9x\n${good(9)}`, 30: undefined }));
  expect(found).toMatchObject({ codes: ['CSV_NOT_A_NUMBER', 'TIMESTAMP_GAP'], gaps: { count: 1, missingRows: 1 } });
});

it('of three rows of which the middle one is wrong two are missing, in two gaps', async () => {
  const found = await lookAt('t,y', changed({ 29: undefined, 30: `${day(30)},x`, 31: undefined }));
  expect(found.gaps).toEqual({ count: 2, missingRows: 2 });
  expect(found.gap).toContain('1 row is missing from 2024-01-30 00:00:00');
  const untimed = await lookAt('t,y', changed({ 29: undefined, 30: '2024-x,5', 31: undefined }));
  expect(untimed.gaps).toEqual({ count: 1, missingRows: 2 });
});

it('a wrong row of one series stands in no gap of another', async () => {
  const panel = (lineOf: (series: string, row: number) => readonly string[]) =>
    Array.from({ length: 60 }, (_, row) => ['A', 'B'].flatMap((series) => lineOf(series, row))).flat();
  const line = (series: string, row: number) => `${day(row)},${series},${(row * 7) % 11}`;
  for (const wrong of [`${day(9)},A,9x`, `${day(9)},A,1,2`, `${day(9)}x,A,1`]) {
    const alone = await lookAt(
      't,id,y',
      panel((series, row) => [series === 'A' && row === 9 ? wrong : line(series, row)]),
    );
    expect(alone.gaps).toEqual({ count: 0, missingRows: 0 });
    const both = await lookAt(
      't,id,y',
      panel((series, row) => (row !== 9 ? [line(series, row)] : series === 'A' ? [wrong] : [])),
    );
    expect(both.gaps).toEqual({ count: 1, missingRows: 1 });
    expect(both.gap).toContain('series "B"');
  }
});

it('finds the line of a wrong cell behind line ends in quotes', async () => {
  const rows = days.map((line, row) => `${line},"a\nb${row}"`);
  const found = await lookAt(
    't,y,z',
    rows.map((line, row) => (row === 9 ? line.replace(/,\d+/, ',9x') : line)),
  );
  expect(found).toMatchObject({ codes: ['CSV_NOT_A_NUMBER'], gaps: { count: 0, missingRows: 0 } });
});
