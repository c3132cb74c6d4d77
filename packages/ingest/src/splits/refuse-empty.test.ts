import { refuseEmptySplits, refuseSeason } from './refuse-empty';

const series = (id: string, train: number, validation: number, test: number) => ({
  id,
  borders: { train: [0, train], validation: [train, validation], test: [validation, test] } as const,
});
const counts = { train: 5, validation: 5, test: 5, future: 0 };

it('names the first split without an origin, and the most rows that a series has in it', () => {
  const list = [series('a', 10, 13, 20), series('b', 9, 13, 15)];
  expect(() => refuseEmptySplits(list, { ...counts, validation: 0, test: 0 }, 5)).toThrow(
    expect.objectContaining({ code: 'SPLIT_TOO_SHORT', context: { split: 'validation', rows: 4, horizon: 5 } }),
  );
  expect(() => refuseEmptySplits(list, { ...counts, train: 0 }, 10)).toThrow(
    expect.objectContaining({ code: 'SPLIT_TOO_SHORT', context: { split: 'train', rows: 10, horizon: 10 } }),
  );
  expect(() => refuseEmptySplits(list, counts, 10)).not.toThrow();
});

it('tells a split that is too short from one whose targets are all masked', () => {
  expect(() => refuseEmptySplits([series('a', 10, 14, 20)], { ...counts, validation: 0 }, 4)).toThrow(
    expect.objectContaining({ code: 'SPLIT_UNOBSERVED', context: { split: 'validation', rows: 4, horizon: 4 } }),
  );
  expect(() => refuseEmptySplits([series('a', 10, 14, 20)], { ...counts, train: 0 }, 9)).toThrow(
    expect.objectContaining({ code: 'SPLIT_UNOBSERVED' }),
  );
});

it('wants one season before the test split in one series, and names the best otherwise', () => {
  const list = [series('a', 5, 8, 20), series('b', 9, 13, 15), series('c', 30, 30, 30)];
  expect(() => refuseSeason({ file: 'load.csv', isNamed: true }, list, 13)).not.toThrow();
  expect(() => refuseSeason({ file: 'load.csv', isNamed: true }, list, 14)).toThrow(
    expect.objectContaining({
      code: 'SEASON_OUTSIDE',
      context: { file: 'load.csv', series: 'b', season: 14, rows: 13 },
    }),
  );
});
