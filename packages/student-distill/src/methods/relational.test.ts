import { loadEngine, tf } from '@tsdistill/engine';
import { relational, relationalLoss } from './relational';

beforeAll(() => loadEngine());

type Windows = readonly (readonly number[])[];

const DISTANCES = relational.settings.parse({ agree: 'distances' });
const NEIGHBOURS = relational.settings.parse({ agree: 'neighbours', temperature: 0.5 });
const BOTH = [DISTANCES, NEIGHBOURS];

/** Each window a forecast of one channel. */
function evaluate(
  settings: typeof DISTANCES,
  teacher: Windows,
  student: Windows,
  { covered = teacher.map(() => 1), counted = teacher.map(() => 1) } = {},
) {
  return tf.tidy(() => {
    const cube = (windows: Windows) => tf.tensor3d(windows.map((window) => window.map((value) => [value])));
    const loss = (forecast: tf.Tensor) =>
      relationalLoss(settings, {
        ...{ forecast, soft: cube(teacher) },
        ...{ covered: tf.tensor1d(covered), counted: tf.tensor1d(counted) },
      }) as tf.Scalar;
    const gradient = [...tf.grad(loss)(cube(student)).dataSync()];
    return { loss: loss(cube(student)).dataSync()[0]!, gradient };
  });
}

// The teacher's windows lie at 0, 1, 3: distances 1, 3, 2 over their mean 2. The student's at 0, 1, 2: 1, 2, 1 over 4/3.
it('compares distances over their mean, by hand: three pairs that differ by ¼, 0 and ¼', () => {
  const { loss } = evaluate(DISTANCES, [[0], [1], [3]], [[0], [1], [2]]);
  expect(loss).toBeCloseTo((2 * (0.25 ** 2 / 2)) / 3, 5);
});

it('compares large differences of distances linearly', () => {
  // 4 windows, 6 pairs: the teacher has one pair apart by 0 and the others by 6/5; the student two clusters far apart.
  const teacher = [
    [0, 0],
    [0, 0],
    [1, 0],
    [0.5, Math.sqrt(3) / 2],
  ];
  const student = [
    [0, 0],
    [1000, 0],
    [0, 0],
    [0, 0],
  ];
  const { loss } = evaluate(DISTANCES, teacher, student);
  const told = [0, 1, 1, 1, 1, 1].map((d) => (d * 6) / 5);
  const own = [1, 0, 0, 1, 1, 0].map((d) => d * 2);
  const huber = (d: number) => (Math.abs(d) <= 1 ? (d * d) / 2 : Math.abs(d) - 0.5);
  const expected = told.reduce((sum, d, i) => sum + huber(d - own[i]!), 0) / 6;
  expect(loss).toBeCloseTo(expected, 2);
});

/** By the definition, for windows on a line; the temperature is ½. */
function slowNeighbours(teacher: readonly number[], student: readonly number[]): number {
  const chancesOf = (x: readonly number[], i: number) => {
    const distances = x.map((a) => x.map((b) => Math.abs(a - b)));
    const mean = distances.flat().reduce((a, b) => a + b, 0) / (x.length * (x.length - 1));
    const powers = distances[i]!.map((distance, j) => (i === j ? 0 : Math.exp(-distance / mean / 0.5)));
    return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
  };
  const rows = teacher.map((_, i) => {
    const [p, q] = [chancesOf(teacher, i), chancesOf(student, i)];
    return p.reduce((sum, chance, j) => sum + (i === j ? 0 : chance * Math.log(chance / q[j]!)), 0);
  });
  return rows.reduce((a, b) => a + b, 0) / rows.length;
}

it('compares the chances of neighbours by KL, window by window', () => {
  const [teacher, student] = [
    [0, 1, 3, 7],
    [0, 2, 1, 9],
  ];
  const cube = (x: readonly number[]) => x.map((value) => [value]);
  expect(evaluate(NEIGHBOURS, cube(teacher), cube(student)).loss).toBeCloseTo(slowNeighbours(teacher, student), 4);
});

// Distances survive a move, a turn and a mirror; over their mean they survive a stretch.
it.each(BOTH)('is 0 where the student says the same, moved, turned and stretched: %p', (settings) => {
  const teacher = Array.from({ length: 5 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i / 4]);
  const turned = teacher.map(([a, b, c]) => [-2 * b! + 4, 2 * a! + 1, -2 * c!]);
  for (const student of [teacher, turned])
    expect(Math.abs(evaluate(settings, teacher, student).loss)).toBeLessThan(1e-5);
});

it.each(BOTH)('knows nothing of padding and of windows without soft targets: %p', (settings) => {
  const teacher = [
    [0, 2],
    [1, 1],
    [5, 3],
    [7, 7],
    [99, -50],
  ];
  const student = [
    [1, 0],
    [0, 4],
    [2, 2],
    [-60, 8],
    [77, 1],
  ];
  const few = evaluate(settings, teacher.slice(0, 3), student.slice(0, 3));
  const all = evaluate(settings, teacher, student, { covered: [1, 1, 1, 0, 1], counted: [1, 1, 1, 1, 0] });
  expect(all.loss).toBeCloseTo(few.loss, 5);
  all.gradient.forEach((value, i) => expect(value).toBeCloseTo(few.gradient[i] ?? 0, 5));
});

it.each(BOTH)('is 0, and its gradient is no NaN, where there is no pair or all windows are one: %p', (settings) => {
  const [teacher, student] = [
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [5, 6],
    ],
  ];
  const alone = evaluate(settings, teacher, student, { covered: [1, 0], counted: [1, 1] });
  for (const value of [alone.loss, ...alone.gradient]) expect(value).toBeCloseTo(0, 6);
  expect(evaluate(settings, teacher, student).gradient.every(Number.isFinite)).toBe(true);
});
