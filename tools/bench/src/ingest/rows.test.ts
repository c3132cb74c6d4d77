import { csvLines } from './csv-text';
import { fileRow } from './rows';

const FULL = { scale: 1, peersFull: false };

it('compares with the parsers at 100 MB, or at 1 GB where that is asked for', () => {
  const all = ['DuckDB scan', 'csv-parse', 'papaparse'];
  expect(fileRow('wide', FULL).rivals).toEqual(['DuckDB scan']);
  expect(fileRow('wide-100mb', FULL).rivals).toEqual(all);
  expect(fileRow('long', { ...FULL, peersFull: true }).rivals).toEqual(all);
  expect(fileRow('long-100mb', { ...FULL, peersFull: true }).rivals).toEqual(['DuckDB scan']);
});

it.each(['wide', 'long', 'long-by-time', 'wide-shuffled'] as const)(
  'the file of %s is as large as its label says',
  (name) => {
    const { label, table } = fileRow(name, { ...FULL, scale: 0.01 });
    let size = 0;
    for (const line of csvLines(table)) size += line.length;
    expect(label).toMatch(/, 10 MB$/);
    expect(size / 1e6).toBeGreaterThan(9.7);
    expect(size / 1e6).toBeLessThan(10.3);
  },
);
