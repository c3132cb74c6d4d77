import { meanError, shareOfNaive } from './period-errors';

const errors = (mse: number | null) => ({ mse, mae: null, rawMae: null, wape: null });
const period = (start: string, students: readonly (number | null)[], naive: number | null) => ({
  ...{ start, windowCount: 1, models: students.map(errors), naive: errors(naive) },
});

it('means over the students whose error is known, and knows nothing where none is', () => {
  expect(meanError(period('2024', [0.1, 0.3, null], 1), 'mse')).toBeCloseTo(0.2, 12);
  expect(meanError(period('2024', [null, null], 1), 'mse')).toBeNull();
  expect(meanError(period('2024', [0.1], 1), 'wape')).toBeNull();
});

it('is a share of the naive error, where there is one', () => {
  expect(shareOfNaive(period('2024', [0.1, 0.3], 0.8))).toBeCloseTo(0.25, 12);
  for (const naive of [null, 0]) expect(shareOfNaive(period('2024', [0.1], naive))).toBeNull();
});
