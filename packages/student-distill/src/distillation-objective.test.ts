import { openDataset } from '@tsdistill/contracts';
import { loadEngine, tf } from '@tsdistill/engine';
import { loadWindowData, selectWindows, type Windows } from '@tsdistill/forecasting';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import fc from 'fast-check';
import { distillationObjective } from './distillation-objective';

const [BATCH, HORIZON, CHANNELS] = [3, 2, 2];
const SIZE = HORIZON * CHANNELS;
let windows: Windows;

beforeAll(async () => {
  await loadEngine();
  const folder = temporaryFolder();
  await writeWaveDataset(folder, { rowCount: 60, channelCount: CHANNELS, horizon: HORIZON, season: 6 });
  windows = selectWindows(loadWindowData(openDataset(folder), []), 'train', 6);
});

type Loss = 'mse' | 'mae' | { huber: number };

function objectiveOf(weights: { hard: number; soft: number }, softLoss: Loss = 'mse', isCovered = (_: number) => true) {
  const teacher = {
    read: (_series: number, origin: number, out: Float32Array, offset: number) => {
      out.fill(origin, offset, offset + SIZE);
      return isCovered(origin);
    },
  };
  return distillationObjective({ weights, hardLoss: 'mse', softLoss, channelCount: CHANNELS, teacher }, windows);
}

interface Batch {
  readonly truth: number[];
  readonly soft: number[];
  readonly student: number[];
  readonly covered?: number[];
  readonly counted?: number[];
}

/** Loss terms and the gradient with respect to the student's forecast. */
function evaluate(objective: ReturnType<typeof objectiveOf>, batch: Batch) {
  return tf.tidy(() => {
    const cube = (values: number[]) => tf.tensor3d(values, [BATCH, HORIZON, CHANNELS]);
    const counted = tf.tensor1d(batch.counted ?? [1, 1, 1]);
    const feeds = {
      truth: cube(batch.truth),
      soft: cube(batch.soft),
      covered: tf.tensor1d(batch.covered ?? [1, 1, 1]),
    };
    const gradient = tf.grad((forecast) => objective.terms(forecast, feeds, counted).loss)(cube(batch.student));
    const terms = objective.terms(cube(batch.student), feeds, counted);
    const scalars = Object.entries(terms).map(([name, tensor]) => [name, tensor.dataSync()[0] ?? NaN] as const);
    return { terms: Object.fromEntries(scalars), gradient: [...gradient.dataSync()] };
  });
}

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: BATCH * SIZE, maxLength: BATCH * SIZE });

// hard·(s-y)² + soft·(s-t)² is quadratic in s: its gradient is that of one mse towards the weighted mean of y and t.
it('has the gradient 2/n (hard (s - y) + soft (s - t)), for any inputs', () => {
  fc.assert(
    fc.property(values, values, values, fc.integer({ min: 0, max: 4 }), (truth, soft, student, weight) => {
      const weights = { hard: 1, soft: weight };
      const { gradient } = evaluate(objectiveOf(weights), { truth, soft, student });
      gradient.forEach((value, i) => {
        const expected = (2 / (BATCH * SIZE)) * (student[i]! - truth[i]! + weight * (student[i]! - soft[i]!));
        expect(value).toBeCloseTo(expected, 3);
      });
    }),
    { numRuns: 25 },
  );
});

it('has a soft term of 0 where the student says what the teacher says', () => {
  const soft = Array.from({ length: BATCH * SIZE }, (_, i) => i);
  const { terms } = evaluate(objectiveOf({ hard: 1, soft: 2 }), { truth: soft.map(() => 0), soft, student: soft });
  expect(terms['soft']).toBe(0);
  expect(terms['loss']).toBeCloseTo(terms['hard']!, 6);
});

it('gives a window that no teacher covers its hard loss only', () => {
  const [truth, student] = [Array<number>(BATCH * SIZE).fill(0), Array<number>(BATCH * SIZE).fill(1)];
  const soft = Array<number>(BATCH * SIZE).fill(3);
  const { terms, gradient } = evaluate(objectiveOf({ hard: 1, soft: 1 }), { truth, soft, student, covered: [1, 0, 1] });
  // Two of three windows have (1-3)² = 4, the third counts as 0.
  expect(terms).toEqual({ hard: 1, soft: expect.closeTo(8 / 3, 5), loss: expect.closeTo(1 + 8 / 3, 5) });
  expect(gradient.slice(SIZE, 2 * SIZE)).toEqual(Array(SIZE).fill(expect.closeTo(2 / (BATCH * SIZE), 6)));
});

it('leaves padding out of both means', () => {
  const truth = Array<number>(BATCH * SIZE).fill(0);
  const student = [...Array<number>(2 * SIZE).fill(1), ...Array<number>(SIZE).fill(1000)];
  const { terms } = evaluate(objectiveOf({ hard: 1, soft: 1 }), { truth, soft: truth, student, counted: [1, 1, 0] });
  expect(terms).toEqual({ hard: 1, soft: 1, loss: 2 });
});

it('takes the soft loss by its own definition: mae is |s - t|, huber d²/2 inside and δ(|d| - δ/2) outside', () => {
  const zeros = Array<number>(BATCH * SIZE).fill(0);
  const student = Array<number>(BATCH * SIZE).fill(3);
  const termOf = (loss: Loss) =>
    evaluate(objectiveOf({ hard: 0, soft: 1 }, loss), { truth: zeros, soft: zeros, student }).terms['soft'];
  expect(termOf('mae')).toBe(3);
  expect(termOf({ huber: 4 })).toBeCloseTo(4.5, 5);
  expect(termOf({ huber: 1 })).toBeCloseTo(2.5, 5);
});

it('reads the teacher at the series and origin of the training window', () => {
  const objective = objectiveOf({ hard: 1, soft: 1 }, 'mse', (origin) => origin !== windows.origin[4]);
  const arrays = { truth: new Float32Array(2 * SIZE), soft: new Float32Array(2 * SIZE), covered: new Float32Array(2) };
  objective.fill(3, 0, arrays);
  objective.fill(4, 1, arrays);
  expect(arrays.soft[0]).toBe(windows.origin[3]);
  expect(arrays.soft[SIZE]).toBe(windows.origin[4]);
  expect([...arrays.covered]).toEqual([1, 0]);
});
