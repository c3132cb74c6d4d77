import { loadEngine, tf } from '@tsdistill/engine';
import fc from 'fast-check';
import { mostScales, type SoftLoss, softLoss } from './soft-loss';

const [BATCH, CHANNELS] = [2, 2];

beforeAll(() => loadEngine());

/** Loss of every window, and the gradient of their sum with respect to the student, both as they come. */
function evaluate(loss: SoftLoss, horizon: number, teacher: readonly number[], student: readonly number[]) {
  return tf.tidy(() => {
    const cube = (values: readonly number[]) => tf.tensor3d([...values], [BATCH, horizon, CHANNELS]);
    const of = (forecast: tf.Tensor) => softLoss(loss, cube(teacher), forecast);
    const gradient = tf.grad((forecast) => tf.sum(of(forecast)))(cube(student));
    return { losses: [...of(cube(student)).dataSync()], gradient: [...gradient.dataSync()] };
  });
}

const zeros = (horizon: number) => Array<number>(BATCH * horizon * CHANNELS).fill(0);

/** The slow obvious version, on one window: means of pairs, then the weighted mean of squares, scale by scale. */
function slowLoss(difference: readonly number[][], weights: readonly number[][], scales: number): number {
  if (scales === 0) return 0;
  const squares = difference.flatMap((row, h) => row.map((d, c) => weights[h]![c]! * d * d));
  const own = squares.reduce((sum, value) => sum + value, 0) / squares.length;
  const halved = (rows: readonly number[][]) =>
    Array.from({ length: Math.floor(rows.length / 2) }, (_, i) =>
      rows[2 * i]!.map((value, c) => (value + rows[2 * i + 1]![c]!) / 2),
    );
  return own + slowLoss(halved(difference), halved(weights), scales - 1);
}

// One channel pair, H = 3: pairs (1, 3) have the mean 2, the odd last step is dropped.
it('is the mean over scales of means over their own steps', () => {
  const student = [1, 0, 3, 0, 5, 0, ...Array<number>(6).fill(0)];
  const { losses, gradient } = evaluate({ kind: 'mse', scales: 2 }, 3, zeros(3), student);
  expect(losses[0]).toBeCloseTo(((1 + 9 + 25) / 6 + 4 / 2) / 2, 5);
  expect(losses[1]).toBe(0);
  // Half of 2d/6 at the first scale, and half of (2 · 2 / 2) · 1/2 at the second for the two pooled steps.
  const expected = [1 / 6 + 0.5, 0, 3 / 6 + 0.5, 0, 5 / 6, 0];
  expected.forEach((value, i) => expect(gradient[i]).toBeCloseTo(value, 5));
});

const values = (length: number) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });

it('agrees with the slow version for any forecasts, weights, horizon and scales', () => {
  const shapes = fc.integer({ min: 1, max: 9 }).chain((horizon) =>
    fc.record({
      horizon: fc.constant(horizon),
      scales: fc.integer({ min: 1, max: mostScales(horizon) }),
      teacher: values(BATCH * horizon * CHANNELS),
      student: values(BATCH * horizon * CHANNELS),
      trust: fc.array(fc.integer({ min: 0, max: 4 }), {
        minLength: horizon * CHANNELS,
        maxLength: horizon * CHANNELS,
      }),
    }),
  );
  fc.assert(
    fc.property(shapes, ({ horizon, scales, teacher, student, trust }) => {
      const weights = Float32Array.from(trust, (quarters) => quarters / 4);
      const { losses } = evaluate({ kind: 'mse', scales, trust: weights }, horizon, teacher, student);
      const rows = (all: readonly number[], from: number) =>
        Array.from({ length: horizon }, (_, h) => all.slice(from + h * CHANNELS, from + (h + 1) * CHANNELS));
      losses.forEach((loss, window) => {
        const difference = student.map((value, i) => value - teacher[i]!);
        const slow = slowLoss(rows(difference, window * horizon * CHANNELS), rows([...weights], 0), scales);
        expect(loss).toBeCloseTo(slow / scales, 3);
      });
    }),
    { numRuns: 60 },
  );
});

// The mean of equal differences is that difference, whatever is averaged first.
it('is the plain loss for a difference that is constant in time, and a half of it for one that alternates', () => {
  const lossOf = (scales: number, student: number[]) => evaluate({ kind: 'mse', scales }, 8, zeros(8), student).losses;
  const constant = zeros(8).map((_, i) => (i % 2 === 0 ? 3 : -1));
  for (const scales of [1, 2, 3, 4]) expect(lossOf(scales, constant)).toEqual([5, 5]);
  const alternating = zeros(8).map((_, i) => (Math.floor(i / CHANNELS) % 2 === 0 ? 2 : -2));
  expect(lossOf(1, alternating)).toEqual([4, 4]);
  expect(lossOf(2, alternating)).toEqual([2, 2]);
  expect(lossOf(4, alternating)).toEqual([1, 1]);
});

it.each(['mse', 'mae', { huber: 0.5 }] as const)('is 0 where the student says what the teacher says, by %p', (kind) => {
  const said = zeros(5).map((_, i) => i - 7);
  const trust = new Float32Array(10).fill(0.3);
  const { losses, gradient } = evaluate({ kind, scales: 3, trust }, 5, said, said);
  expect(losses).toEqual([0, 0]);
  // |d| has no gradient at 0; tfjs takes −1.
  if (kind !== 'mae') expect(gradient.every((value) => Math.abs(value) === 0)).toBe(true);
});

it('takes mae and huber at every scale by their own definition', () => {
  const student = zeros(2).map((_, i) => [4, 0, -2, 0][i % 4]!);
  const lossOf = (kind: SoftLoss['kind']) => evaluate({ kind, scales: 2 }, 2, zeros(2), student).losses[0];
  expect(lossOf('mae')).toBeCloseTo(((4 + 2) / 4 + 1 / 2) / 2, 5);
  // δ = 1: 4 → 3.5, 2 → 1.5, and pooled 1 → 0.5.
  expect(lossOf({ huber: 1 })).toBeCloseTo(((3.5 + 1.5) / 4 + 0.5 / 2) / 2, 5);
});

it('hears nothing where there is no trust, and does not make up for it elsewhere', () => {
  const trust = Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0);
  const student = zeros(4).map(() => 2);
  const { losses, gradient } = evaluate({ kind: 'mse', scales: 1, trust }, 4, zeros(4), student);
  expect(losses).toEqual([2, 2]);
  expect(gradient).toEqual(zeros(4).map((_, i) => (i % 2 === 0 ? 0.5 : 0)));
});

it('has as many scales as a horizon can be halved, and one', () => {
  expect([1, 2, 3, 4, 7, 8, 24, 96, 720].map(mostScales)).toEqual([1, 2, 2, 3, 3, 4, 5, 7, 10]);
});

it('leaks no tensor', () => {
  const before = tf.memory().numTensors;
  evaluate({ kind: 'mse', scales: 3, trust: new Float32Array(8).fill(0.5) }, 4, zeros(4), zeros(4));
  expect(tf.memory().numTensors).toBe(before);
});
