import { moveSplit } from './move-split';

const DAY = 86_400_000;

it.each([
  [
    { kind: 'dates', validation: '2024-02-01', test: '2024-02-20 06:00' },
    { kind: 'dates', validation: '2024-03-01 00:00:00', test: '2024-03-20 06:00:00' },
  ],
  [
    { kind: 'dates', validation: '2024-02-01', test: '2024-02-03', end: '2024-02-05' },
    { kind: 'dates', validation: '2024-03-01 00:00:00', test: '2024-03-03 00:00:00', end: '2024-03-05 00:00:00' },
  ],
  [
    { kind: 'borders', train: 100, validation: 120, test: 150 },
    { kind: 'borders', train: 129, validation: 149, test: 179 },
  ],
] as const)('validation and test stay as long as they were and begin 29 days later: %j', (split, expected) => {
  expect(moveSplit(split, { rows: 29, spanMs: 29 * DAY })).toEqual(expected);
});

it('a ratio and rolling blocks are the same objects: ingest moves them by itself', () => {
  const ratio = { kind: 'ratio', train: 0.7, validation: 0.1 } as const;
  const rolling = { kind: 'rolling', cutoffs: 2, cutoff: 1, test: 9, validation: 9, window: 'expanding' } as const;
  for (const split of [ratio, rolling]) expect(moveSplit(split, { rows: 5, spanMs: DAY })).toBe(split);
});
