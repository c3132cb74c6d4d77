import { drawTable } from './draw-table';

const tableOf = (name: string, numberColumns: number) =>
  drawTable([
    { title: '', cells: ['teacher'] },
    { title: '', cells: [name] },
    ...Array.from({ length: numberColumns }, () => ({ title: 'MSE', cells: ['0.123456789'] })),
  ]);

it('cuts names to fit 120 columns', () => {
  const lines = tableOf('a name of quite a few more characters', 6).split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBe(120);
});

it('shows 20 characters of a name in any case', () => {
  expect(tableOf('linear, distilled', 10)).toContain('linear, distilled');
  expect(tableOf('a name of quite a few more characters', 10)).toContain('a name of quite a f');
});
