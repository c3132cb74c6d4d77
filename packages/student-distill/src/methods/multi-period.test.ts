import { loadEngine, tf } from '@tsdistill/engine';
import fc from 'fast-check';
import { multiPeriod, multiPeriodLoss } from './multi-period';
import { checkMethods } from './registry';

beforeAll(() => loadEngine());

/** Windows of [H, C], window by window. */
function lossesOf(
  teacher: readonly number[],
  student: readonly number[],
  [horizon, channels]: readonly [number, number],
  temperature: number,
): number[] {
  const cube = (values: readonly number[]) =>
    tf.tensor3d([...values], [values.length / horizon / channels, horizon, channels]);
  return tf.tidy(() => [...multiPeriodLoss(cube(teacher), cube(student), temperature).dataSync()]);
}

/** |Σ x[t] exp(−2πi f t / H)| for f = 1 … ⌊H/2⌋, by the definition. */
function spectrum(x: readonly number[]): number[] {
  return Array.from({ length: Math.floor(x.length / 2) }, (_, k) => {
    const sum = (part: (angle: number) => number) =>
      x.reduce((total, value, t) => total + value * part((2 * Math.PI * (k + 1) * t) / x.length), 0);
    return Math.hypot(sum(Math.cos), sum(Math.sin));
  });
}

function divergence(teacher: readonly number[], student: readonly number[], temperature: number): number {
  const chances = (x: readonly number[]) => {
    const powers = spectrum(x).map((magnitude) => Math.exp(magnitude / temperature));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / total);
  };
  const [p, q] = [chances(teacher), chances(student)];
  return p.reduce((sum, chance, f) => sum + chance * Math.log(chance / q[f]!), 0);
}

// One period of 4 steps has |X| = (2, 0), two of 2 steps (0, 4).
it('is KL between softmaxes of magnitudes over the temperature, by hand', () => {
  const [p, q] = [1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(2))];
  const expected = p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
  expect(lossesOf([1, 0, -1, 0], [1, -1, 1, -1], [4, 1], 2)[0]).toBeCloseTo(expected, 5);
});

it('agrees with the definition for any forecasts: the sum over frequencies, the mean over channels', () => {
  const values = (length: number) =>
    fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });
  const shapes = fc
    .integer({ min: 4, max: 9 })
    .chain((horizon) =>
      fc.record({ horizon: fc.constant(horizon), teacher: values(2 * horizon), student: values(2 * horizon) }),
    );
  fc.assert(
    fc.property(shapes, ({ horizon, teacher, student }) => {
      const channel = (x: readonly number[], c: number) => x.filter((_, i) => i % 2 === c);
      const each = [0, 1].map((c) => divergence(channel(teacher, c), channel(student, c), 8));
      expect(lossesOf(teacher, student, [horizon, 2], 8)[0]).toBeCloseTo((each[0]! + each[1]!) / 2, 3);
    }),
    { numRuns: 40 },
  );
});

// A delay turns phases and keeps magnitudes; a level is all in f = 0.
it('is 0 where the student says the same, later, upside down or on another level', () => {
  const wave = Array.from({ length: 8 }, (_, t) => Math.sin(t * t) + t / 5);
  for (const student of [wave, [...wave.slice(3), ...wave.slice(0, 3)], wave.map((v) => -v), wave.map((v) => v + 7)])
    expect(Math.abs(lossesOf(wave, student, [8, 1], 0.5)[0]!)).toBeLessThan(1e-4);
});

it('is finite, and so is its gradient, where a probability is too small for a float and where a forecast is flat', () => {
  const cube = (values: number[]) => tf.tensor3d(values, [1, 8, 1]);
  const strong = Array.from({ length: 8 }, (_, t) => 1e4 * Math.sin((Math.PI * t) / 4));
  const flat = Array<number>(8).fill(3);
  for (const [teacher, student] of [
    [strong, flat],
    [flat, strong],
    [flat, flat],
  ] as const) {
    const gradient = tf.grad((s) => tf.sum(multiPeriodLoss(cube([...teacher]), s, 0.01)))(cube([...student]));
    expect(lossesOf(teacher, student, [8, 1], 0.01).every(Number.isFinite)).toBe(true);
    expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  }
});

const NOBODY = { teachers: [], student: { who: '', architecture: 'mlp', layers: [], quantiles: [] } };

it('needs a horizon with two periods', () => {
  const check = (horizon: number) => () =>
    checkMethods({ 'multi-period': multiPeriod.settings.parse({}) }, { ...NOBODY, horizon });
  expect(check(3)).toThrow('A horizon of 3 steps has no two periods to compare; that takes 4 steps.');
  expect(check(4)).not.toThrow();
});
