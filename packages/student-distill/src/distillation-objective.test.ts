import { openDataset } from '@tsdistill/contracts';
import { loadEngine, tf } from '@tsdistill/engine';
import { concatWindows, loadWindowData, selectWindows, type TrainingWindows } from '@tsdistill/forecasting';
import { temporaryFolder, writeWaveDataset } from '@tsdistill/testing';
import fc from 'fast-check';
import { distillationObjective } from './distillation-objective';

const [BATCH, HORIZON, CHANNELS] = [3, 2, 2];
const SIZE = HORIZON * CHANNELS;
let windows: TrainingWindows;

beforeAll(async () => {
  await loadEngine();
  const folder = temporaryFolder();
  await writeWaveDataset(folder, { rowCount: 60, channelCount: CHANNELS, horizon: HORIZON, season: 6 });
  const train = selectWindows(loadWindowData(openDataset(folder)), 'train', 6);
  // Five windows once more, as if they had no truth.
  const again = { ...train, count: 5, series: train.series.slice(0, 5), origin: train.origin.slice(0, 5) };
  const lists = [
    { windows: train, labelled: true },
    { windows: again, labelled: false },
  ];
  windows = concatWindows(lists, CHANNELS);
});

type Loss = 'mse' | 'mae' | { huber: number };

function objectiveOf(weights: { hard: number; soft: number }, kind: Loss = 'mse', isCovered = (_: number) => true) {
  const readSoft = (index: number, out: Float32Array, offset: number) => {
    out.fill(windows.origin[index]!, offset, offset + SIZE);
    return isCovered(index);
  };
  const soft = { kind, scales: 1 };
  return distillationObjective({ weights, hardLoss: 'mse', soft, channelCount: CHANNELS, readSoft }, windows);
}

interface Batch {
  readonly truth: number[];
  readonly soft: number[];
  readonly student: number[];
  readonly covered?: number[];
  readonly labelled?: number[];
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
      labelled: tf.tensor1d(batch.labelled ?? [1, 1, 1]),
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

// By hand: hard (1 + 4) / 2 over the two with truth; soft (9 + 16 + 25) / 3 over all three.
it('gives a window without truth its soft loss only, and leaves it out of the hard mean', () => {
  const each = (...perWindow: number[]) => perWindow.flatMap((value) => Array<number>(SIZE).fill(value));
  const batch = { truth: each(1, 1, 7), soft: each(5, 7, 9), student: each(2, 3, 4), labelled: [1, 1, 0] };
  const { terms, gradient } = evaluate(objectiveOf({ hard: 1, soft: 1 }), batch);
  expect(terms).toEqual({ hard: 2.5, soft: expect.closeTo(50 / 3, 5), loss: expect.closeTo(2.5 + 50 / 3, 5) });
  const expected = each(1 - 2, 2 - 8 / 3, -10 / 3).map((value) => expect.closeTo(value / SIZE, 5));
  expect(gradient).toEqual(expected);
});

it('has a hard term of 0, and no NaN, in a batch without any truth', () => {
  const [zeros, ones] = [Array<number>(BATCH * SIZE).fill(0), Array<number>(BATCH * SIZE).fill(1)];
  const batch = { truth: zeros, soft: zeros, student: ones, labelled: [0, 0, 0] };
  const { terms, gradient } = evaluate(objectiveOf({ hard: 3, soft: 1 }), batch);
  expect(terms).toEqual({ hard: 0, soft: 1, loss: 1 });
  expect(gradient).toEqual(Array(BATCH * SIZE).fill(expect.closeTo(2 / (BATCH * SIZE), 6)));
});

it('reads truth and soft target of a training window, and says which of them it has', () => {
  const train = windows.count - 5;
  const objective = objectiveOf({ hard: 1, soft: 1 }, 'mse', (index) => index !== 4);
  const arrays = {
    truth: new Float32Array(3 * SIZE).fill(9),
    soft: new Float32Array(3 * SIZE),
    covered: new Float32Array(3),
    labelled: new Float32Array(3).fill(9),
  };
  [3, 4, train + 1].forEach((index, slot) => objective.fill(index, slot, arrays));
  expect([...arrays.covered]).toEqual([1, 0, 1]);
  expect([...arrays.labelled]).toEqual([1, 1, 0]);
  expect([...arrays.soft.subarray(2 * SIZE)]).toEqual(Array(SIZE).fill(windows.origin[1]));
  expect(arrays.soft[0]).toBe(windows.origin[3]);
  const truth = new Float32Array(SIZE);
  windows.copyTarget(3, truth, 0);
  expect([...arrays.truth.subarray(0, SIZE)]).toEqual([...truth]);
  expect([...arrays.truth.subarray(2 * SIZE)]).toEqual(Array(SIZE).fill(0));
});

describe('values that are missing', () => {
  const feedsOf = (truth: number[], observed: number[], soft: number[]) => ({
    truth: tf.tensor3d(truth, [BATCH, HORIZON, CHANNELS]),
    observed: tf.tensor3d(observed, [BATCH, HORIZON, CHANNELS]),
    soft: tf.tensor3d(soft, [BATCH, HORIZON, CHANNELS]),
    covered: tf.ones([BATCH]),
    labelled: tf.ones([BATCH]),
  });
  const values = (seed: number) => Array.from({ length: BATCH * SIZE }, (_, i) => Math.sin(seed + 2 * i));
  const [truth, soft, student] = [values(1), values(2), values(3)];
  /** Half of the first window, the whole second one, and nothing of the third are missing. */
  const observed = [1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1];
  const terms = (given = truth, counted = [1, 1, 1]) =>
    tf.tidy(() => {
      const { hard, soft: second } = objectiveOf({ hard: 1, soft: 1 }).terms(
        tf.tensor3d(student, [BATCH, HORIZON, CHANNELS]),
        feedsOf(given, observed, soft),
        tf.tensor1d(counted),
      );
      return [hard!.dataSync()[0]!, second!.dataSync()[0]!];
    });
  const square = (i: number, target: number[]) => (student[i]! - target[i]!) ** 2;
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const seen = [0, 2, 8, 9, 10, 11];

  it('do not count in the hard term, which is the mean over those that are there; the teacher speaks everywhere', () => {
    const [hard, second] = terms();
    expect(hard).toBeCloseTo(mean(seen.map((i) => square(i, truth))), 5);
    expect(second).toBeCloseTo(mean(student.map((_, i) => square(i, soft))), 5);
  });

  it('may be anything', () => {
    expect(terms(truth.map((value, i) => (observed[i] === 1 ? value : 1e6)))).toEqual(terms());
  });

  it('leave 0 where all of a batch is missing or of no weight', () => {
    expect(terms(truth, [0, 1, 0])[0]).toBe(0);
    expect(terms(truth, [0, 0, 0])).toEqual([0, 0]);
  });

  it('leave the others with the weight of their series', () => {
    const [hard] = terms(truth, [0.5, 1, 2]);
    const sum = seen.reduce((total, i) => total + (i < 4 ? 0.5 : 2) * square(i, truth), 0);
    expect(hard).toBeCloseTo(sum / (2 * 0.5 + 4 * 2), 5);
  });
});
