import { isNaiveFar, rankPeriods } from './period-errors';

const errors = (mse: number | null) => ({ mse, mae: null, rawMae: null, wape: null });
const period = (start: string, students: readonly (number | null)[], naive: number | null) => ({
  ...{ start, windowCount: 1, models: students.map(errors), naive: errors(naive) },
});

it('leaves a naive forecast out of the chart that is more than three times as wrong at its worst', () => {
  const known = period('2024', [0.1], 0.1);
  expect(isNaiveFar([known, period('2025', [null], 0.3)])).toBe(false);
  expect(isNaiveFar([known, period('2025', [null], 0.31)])).toBe(true);
});

it('ranks the periods of which something is known, the least error first', () => {
  const periods = [period('2023', [0.3, 0.5], 1), period('2024', [null], null), period('2025', [0.2], 1)];
  expect(rankPeriods(periods).map(({ start }) => start)).toEqual(['2025', '2023']);
});
