import { loadEngine, tf } from '@tsdistill/engine';
import { decompose } from './decompose';

const [ROWS, LENGTH] = [6, 9];

beforeAll(() => loadEngine());

/** The mean of `kernel` values around place `t`, where places outside are the nearest one inside. */
function slowTrend(values: readonly number[], t: number, kernel: number): number {
  const half = (kernel - 1) / 2;
  let sum = 0;
  for (let place = t - half; place <= t + half; place++) sum += values[Math.min(LENGTH - 1, Math.max(0, place))]!;
  return sum / kernel;
}

it.each([1, 3, 5, 13])('splits into a centred mean of %i rows, edges repeated, and the remainder', (kernel) => {
  const x = Array.from({ length: ROWS }, (_, r) =>
    Array.from({ length: LENGTH }, (__, t) => Math.sin(r + 2 * t + t * t * ((r % 3) + 1))),
  );
  const { trend, remainder } = decompose(tf.tensor2d(x), kernel);
  const [means, rest] = [trend.arraySync() as number[][], remainder.arraySync() as number[][]];
  x.forEach((row, r) =>
    row.forEach((value, t) => {
      const expected = slowTrend(row, t, kernel);
      expect(means[r]![t]!).toBeCloseTo(expected, 5);
      expect(rest[r]![t]!).toBeCloseTo(value - expected, 5);
    }),
  );
});
