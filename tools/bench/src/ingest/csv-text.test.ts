import { csvLines, type LongTable, seriesLengths, type WideTable } from './csv-text';

const WIDE: WideTable = { kind: 'wide', rowCount: 1000, channelCount: 3, order: 'by time' };
const LONG: LongTable = { kind: 'long', rowCount: 6000, seriesCount: 4, order: 'by series' };

it('writes one line an hour, and values with three decimals below 100', () => {
  const [header, ...lines] = csvLines(WIDE);
  expect(header).toBe('date,c0,c1,c2\n');
  expect(lines).toHaveLength(1000);
  for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:00:00(,-?\d{1,2}\.\d{3}){3}\n$/);
  expect([lines[0]?.slice(0, 19), lines[25]?.slice(0, 19)]).toEqual(['1990-01-01 00:00:00', '1990-01-02 01:00:00']);
});

it('shuffles rows and leaves them as they are', () => {
  const [, ...lines] = csvLines(WIDE);
  const [, ...shuffled] = csvLines({ ...WIDE, order: 'shuffled' });
  expect(shuffled).not.toEqual(lines);
  expect([...shuffled].sort()).toEqual(lines);
});

it('gives series from half to one and a half times the mean, exactly as many rows as asked for', () => {
  const lengths = seriesLengths({ ...LONG, rowCount: 30_000_000, seriesCount: 2000 });
  expect(lengths.reduce((sum, length) => sum + length)).toBe(30_000_000);
  expect(Math.min(...lengths)).toBe(7508);
  expect(Math.max(...lengths)).toBe(22_492);
});

it('orders a long panel by series or by time, with the same rows', () => {
  const [, ...bySeries] = csvLines(LONG);
  const [, ...byTime] = csvLines({ ...LONG, order: 'by time' });
  const times = byTime.map((line) => line.split(',')[1]);
  expect([...times].sort()).toEqual(times);
  expect(bySeries).toHaveLength(6000);
  expect([...byTime].sort()).toEqual(bySeries);
});

it('mixes its values: as many above 0 as below, and no two channels alike', () => {
  const [, ...lines] = csvLines(WIDE);
  const rows = lines.map((line) => line.trim().split(',').slice(1).map(Number));
  const positive = rows.flat().filter((value) => value > 0).length;
  expect(positive / 3000).toBeGreaterThan(0.45);
  expect(positive / 3000).toBeLessThan(0.55);
  expect(rows.filter(([a, b]) => a === b).length).toBeLessThan(10);
});
