import { loadEngine, tf } from '@tsdistill/engine';
import { decompose } from './decompose';

const [BATCH, LENGTH, CHANNELS] = [2, 9, 3];

beforeAll(() => loadEngine());

/** The mean of `kernel` values around place `t`, where places outside are the nearest one inside. */
function slowTrend(values: readonly number[], t: number, kernel: number): number {
  const half = (kernel - 1) / 2;
  let sum = 0;
  for (let place = t - half; place <= t + half; place++) sum += values[Math.min(LENGTH - 1, Math.max(0, place))]!;
  return sum / kernel;
}

it.each([1, 3, 5, 13])('splits into a centred mean of %i rows, edges repeated, and the remainder', (kernel) => {
  const x = Array.from({ length: BATCH }, (_, b) =>
    Array.from({ length: LENGTH }, (__, t) =>
      Array.from({ length: CHANNELS }, (___, c) => Math.sin(b + 2 * t + t * t * (c + 1))),
    ),
  );
  const { trend, remainder } = decompose(tf.tensor3d(x), kernel);
  const [means, rest] = [trend.arraySync() as number[][][], remainder.arraySync() as number[][][]];
  x.forEach((window, b) =>
    window.forEach((row, t) =>
      row.forEach((value, c) => {
        const channel = window.map((values) => values[c]!);
        const expected = slowTrend(channel, t, kernel);
        expect(means[b]![t]![c]).toBeCloseTo(expected, 5);
        expect(rest[b]![t]![c]).toBeCloseTo(value - expected, 5);
      }),
    ),
  );
});
