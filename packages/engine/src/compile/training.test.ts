import type { Optimizer as TfjsOptimizer, Scalar, Tensor, Variable } from '@tensorflow/tfjs';
import type { ParameterValues } from '@tsdistill/contracts';
import { loadEngine } from '../load-engine';
import { dense } from '../ops/dense';
import { gelu } from '../ops/gelu';
import { gru } from '../ops/gru';
import { layerNorm } from '../ops/layer-norm';
import { lstm } from '../ops/lstm';
import { tf } from '../tf';
import { nativeKernels } from '../trace/native-kernels';
import { compileStep } from './compile-step';
import type { FeedSpecs } from './feed-spec';
import type { Tensors } from './forward-context';
import type { OptimizerSpec } from './optimizer-spec';
import type { LossFunction, TrainState, TrainStepSpec } from './train-step';

beforeAll(() => loadEngine());

const BATCH = 6;

/** A model of x [B, T, C] with a forecast [B, 2], its parameters and its feeds. */
interface Case {
  readonly parameters: ParameterValues;
  readonly feeds: FeedSpecs;
  readonly forward: (parameters: Tensors, x: Tensor) => Tensor;
}

function normal(shape: readonly number[], scale: number, seed: number) {
  const values = tf.tidy(() =>
    tf
      .randomNormal([...shape], 0, scale, 'float32', seed)
      .dataSync<'float32'>()
      .slice(),
  );
  return { shape, values };
}

function feedsOf(length: number, channels: number): FeedSpecs {
  return {
    x: { shape: [BATCH, length, channels], dtype: 'float32' },
    y: { shape: [BATCH, 2], dtype: 'float32' },
  };
}

/** The last step of [B, T, U] mapped to [B, 2]. */
function head(hidden: Tensor, { w, b }: Tensors): Tensor {
  const [batch = 0, length = 0, units = 0] = hidden.shape;
  return dense(tf.reshape(tf.slice(hidden, [0, length - 1, 0], [batch, 1, units]), [batch, units]), w!, b!);
}

const CASES: Record<'mlp' | 'lstm' | 'gru' | 'attention', () => Case> = {
  mlp: () => ({
    parameters: {
      k: normal([12, 16], 0.3, 1),
      c: normal([16], 0.1, 2),
      w: normal([16, 2], 0.3, 3),
      b: normal([2], 0, 4),
    },
    feeds: feedsOf(12, 1),
    forward: (p, x) => dense(tf.relu(dense(tf.reshape(x, [x.shape[0]!, 12]), p['k']!, p['c']!)), p['w']!, p['b']!),
  }),
  lstm: () => ({
    parameters: {
      k: normal([11, 32], 0.3, 1),
      c: normal([32], 0.1, 2),
      w: normal([8, 2], 0.3, 3),
      b: normal([2], 0, 4),
    },
    feeds: feedsOf(6, 3),
    forward: (p, x) => head(lstm(x, p['k']!, p['c']!), p),
  }),
  gru: () => ({
    parameters: {
      k: normal([11, 24], 0.3, 1),
      c: normal([24], 0.1, 2),
      w: normal([8, 2], 0.3, 3),
      b: normal([2], 0, 4),
    },
    feeds: feedsOf(6, 3),
    forward: (p, x) => head(gru(x, p['k']!, p['c']!), p),
  }),
  attention: () => ({
    parameters: {
      q: normal([8, 8], 0.3, 1),
      v: normal([8, 8], 0.3, 2),
      scale: normal([8], 1, 5),
      offset: normal([8], 0.1, 6),
      w: normal([8, 2], 0.3, 3),
      b: normal([2], 0, 4),
    },
    feeds: feedsOf(5, 8),
    forward: (p, x) => {
      const weights = tf.softmax(tf.matMul(dense(x, p['q']!, tf.zeros([8])), x, false, true));
      const mixed = tf.matMul(weights, dense(x, p['v']!, tf.zeros([8])));
      return head(gelu(layerNorm(tf.add(x, mixed), p['scale']!, p['offset']!)), p);
    },
  }),
};
const NAMES = Object.keys(CASES) as (keyof typeof CASES)[];

function meanSquare(forward: Case['forward']): LossFunction {
  return (parameters, { x, y }) => ({ loss: tf.mean(tf.square(tf.sub(forward(parameters, x!), y!))) });
}

function specOf({ parameters, feeds, forward }: Case, optimizer: OptimizerSpec): TrainStepSpec {
  return { parameters, feeds, loss: meanSquare(forward), optimizer };
}

/** The arrays of batch number `index`. */
function batchOf(feeds: FeedSpecs, index: number): Record<string, Float32Array> {
  const entries = Object.entries(feeds).map(([name, { shape }], i) => [
    name,
    normal(shape, 1, 100 + 10 * index + i).values,
  ]);
  return Object.fromEntries(entries) as Record<string, Float32Array>;
}

/** The parameters after `steps` steps of an optimizer of tfjs itself, run eagerly. */
function trainEagerly({ parameters, feeds, forward }: Case, optimizer: TfjsOptimizer, steps: number): Float32Array[] {
  return tf.tidy(() => {
    const variables = Object.fromEntries(
      Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.variable(tf.tensor(values, [...shape]))]),
    ) as Record<string, Variable>;
    for (let step = 0; step < steps; step++) {
      const batch = batchOf(feeds, step % 5);
      const [x, y] = ['x', 'y'].map((name) => tf.tensor(batch[name]!, [...feeds[name]!.shape]));
      optimizer.minimize(() => tf.mean(tf.square(tf.sub(forward(variables, x!), y!))) as Scalar);
    }
    const values = Object.values(variables).map((variable) => variable.dataSync<'float32'>().slice());
    Object.values(variables).forEach((variable) => variable.dispose());
    return values;
  });
}

function trainCompiled(model: Case, optimizer: OptimizerSpec, steps: number): Float32Array[] {
  const step = compileStep(specOf(model, optimizer));
  for (let index = 0; index < steps; index++)
    step.run(batchOf(model.feeds, index % 5), { learningRate: RATE, seed: 1, epoch: 1 });
  const values = Object.values(step.parameters()).map((array) => array.values);
  step.dispose();
  return values;
}

const RATE = 0.01;

function differences(a: Float32Array[], b: Float32Array[]): number[] {
  return a.flatMap((values, i) => Array.from(values, (value, j) => Math.abs(value - b[i]![j]!)));
}

function largest(values: number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function rootMeanSquare(values: number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe.each(NAMES)('%s: a compiled step equals the eager optimizer of tfjs', (name) => {
  it('of sgd: after 100 steps to 1e-6', () => {
    const model = CASES[name]();
    const eager = trainEagerly(model, tf.train.sgd(RATE), 100);
    expect(largest(differences(trainCompiled(model, { kind: 'sgd' }, 100), eager))).toBeLessThanOrEqual(1e-6);
  });

  it('of adam: after 1 step to 1e-6, after 100 steps to 1e-4 (rms), since rounding is amplified where gradients are near 0', () => {
    const model = CASES[name]();
    const adam = () => tf.train.adam(RATE, 0.9, 0.999, 1e-8);
    const after = (steps: number) =>
      differences(trainCompiled(model, { kind: 'adam' }, steps), trainEagerly(model, adam(), steps));
    expect(largest(after(1))).toBeLessThanOrEqual(1e-6);
    expect(rootMeanSquare(after(100))).toBeLessThanOrEqual(1e-4);
  });
});

it.each([true, false])(
  'momentum equals the eager optimizer of tfjs after 100 steps to 1e-6, nesterov: %s',
  (nesterov) => {
    const model = CASES.attention();
    const eager = trainEagerly(model, tf.train.momentum(RATE, 0.8, nesterov), 100);
    const compiled = trainCompiled(model, { kind: 'momentum', momentum: 0.8, nesterov }, 100);
    expect(largest(differences(compiled, eager))).toBeLessThanOrEqual(1e-6);
  },
);

it('adamw with clipping is the published formula, in doubles', () => {
  const target = Float32Array.of(3, -2, 1, 0.5);
  const step = compileStep({
    parameters: { w: { shape: [4], values: Float32Array.of(1, -1, 2, 0) } },
    feeds: { y: { shape: [4], dtype: 'float32' } },
    loss: ({ w }, { y }) => ({ loss: tf.sum(tf.square(tf.sub(w!, y!))) }),
    optimizer: { kind: 'adamw', weightDecay: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
    clipNorm: 0.5,
  });
  let [w, m, v] = [
    [1, -1, 2, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  for (let t = 1; t <= 50; t++) {
    const report = step.run({ y: target }, { learningRate: 0.1, seed: 0, epoch: 1 });
    const gradient = w.map((x, i) => 2 * (x - target[i]!));
    const norm = Math.hypot(...gradient);
    expect(report.gradientNorm).toBeCloseTo(norm, 4);
    const clipped = gradient.map((g) => g * (0.5 / Math.max(norm, 0.5)));
    m = m.map((x, i) => 0.8 * x + 0.2 * clipped[i]!);
    v = v.map((x, i) => 0.95 * x + 0.05 * clipped[i]! ** 2);
    w = w.map((x, i) => {
      const [mean, variance] = [m[i]! / (1 - 0.8 ** t), v[i]! / (1 - 0.95 ** t)];
      return x * (1 - 0.1 * 0.1) - (0.1 * mean) / (Math.sqrt(variance) + 1e-3);
    });
  }
  const found = step.parameters()['w']!.values;
  expect(largest(w.map((x, i) => Math.abs(x - found[i]!)))).toBeLessThanOrEqual(1e-5);
  step.dispose();
});

it('extra terms and the loss are reported as they are before the update', () => {
  const step = compileStep({
    parameters: { w: { shape: [], values: Float32Array.of(3) } },
    feeds: {},
    loss: ({ w }) => ({ loss: tf.square(w!), half: tf.div(w!, 2), weight: w! }),
    optimizer: { kind: 'sgd' },
  });
  const report = step.run({}, { learningRate: 0.5, seed: 0, epoch: 1 });
  expect(report).toEqual({ loss: 9, half: 1.5, weight: 3, gradientNorm: 6 });
  expect(step.parameters()['w']!.values[0]).toBe(0);
  step.dispose();
});

const OPTIMIZERS: OptimizerSpec[] = [
  { kind: 'sgd' },
  { kind: 'momentum' },
  { kind: 'adam' },
  { kind: 'adamw', weightDecay: 0.05 },
];

describe.each(OPTIMIZERS)('with $kind, clipping and dropout', (optimizer) => {
  let model: Case;
  beforeAll(() => (model = CASES.lstm()));
  const loss: LossFunction = (p, { x, y }, context) => {
    const forecast = model.forward({ ...p, k: context.dropout(p['k']!, 0.1) }, context.dropout(x!, 0.2));
    return { loss: tf.mean(tf.square(tf.sub(forecast, y!))) };
  };
  const compile = () => compileStep({ ...specOf(model, optimizer), loss, clipNorm: 0.5 });
  const train = (step: ReturnType<typeof compile>, from: number, to: number): void => {
    for (let index = from; index < to; index++)
      step.run(batchOf(model.feeds, index % 5), { learningRate: 0.01 / (1 + index), seed: 9, epoch: 1 });
  };
  const bytes = ({ stepCount, parameters, slots }: TrainState): string =>
    JSON.stringify([
      stepCount,
      ...[parameters, slots].map((arrays) =>
        Object.entries(arrays).map(([name, { values }]) => [name, Buffer.from(values.buffer).toString('base64')]),
      ),
    ]);

  it('two runs, and one that was saved and resumed elsewhere, end in the same bytes', () => {
    const [whole, again, begun, resumed] = [compile(), compile(), compile(), compile()];
    train(whole, 0, 12);
    train(again, 0, 12);
    train(begun, 0, 5);
    const saved = begun.state();
    train(begun, 5, 7);
    resumed.restore(saved);
    train(resumed, 5, 12);
    expect(bytes(again.state())).toBe(bytes(whole.state()));
    expect(bytes(resumed.state())).toBe(bytes(whole.state()));
    expect(bytes(begun.state())).not.toBe(bytes(saved));
    [whole, again, begun, resumed].forEach((step) => step.dispose());
  });
});

it('a restored state is copied, wherever its arrays lie in memory', () => {
  const step = compileStep({
    parameters: { w: { shape: [64], values: new Float32Array(64).fill(1) } },
    feeds: {},
    loss: ({ w }) => ({ loss: tf.sum(tf.square(w!)) }),
    optimizer: { kind: 'momentum' },
  });
  const [memory, twos, slot] = [new Float32Array(80), new Float32Array(64).fill(2), new Float32Array(64)];
  for (let offset = 0; offset < 16; offset++) {
    const w = memory.subarray(offset, offset + 64).fill(2); // one of them is aligned as the library wants it: to 64 bytes
    step.restore({
      stepCount: 0,
      parameters: { w: { shape: [64], values: w } },
      slots: { 'momentum/w': { shape: [64], values: slot } },
    });
    w.fill(7);
    expect(step.parameters()['w']!.values).toEqual(twos);
    step.run({}, { learningRate: 0.1, seed: 0, epoch: 1 });
    expect([w[0], slot[0]]).toEqual([7, 0]);
  }
  step.dispose();
});

describe('a state that does not fit is refused and changes nothing', () => {
  const parameters = { w: { shape: [2], values: Float32Array.of(1, 2) } };
  const slots = { 'momentum/w': { shape: [2], values: new Float32Array(2) } };
  const good: TrainState = { stepCount: 3, parameters, slots };
  it.each<[string, TrainState]>([
    ['"w" is missing', { ...good, parameters: {} }],
    ['"v" is not known', { ...good, parameters: { ...parameters, v: parameters.w } }],
    ['"w" has the shape [1,2], not [2]', { ...good, parameters: { w: { ...parameters.w, shape: [1, 2] } } }],
    ['"w" has 3 values, not 2', { ...good, parameters: { w: { shape: [2], values: new Float32Array(3) } } }],
    ['"momentum/w" is missing', { ...good, slots: {} }],
  ])('%s', (problem, state) => {
    const loss: LossFunction = ({ w }) => ({ loss: tf.sum(tf.square(w!)) });
    const step = compileStep({ parameters, feeds: {}, loss, optimizer: { kind: 'momentum' } });
    const before = step.state();
    expect(() => step.restore(state)).toThrow(problem);
    expect(step.state()).toEqual(before);
    step.dispose();
  });
});

describe('feeds are checked before anything runs', () => {
  const parameters = { w: { shape: [], values: Float32Array.of(1) } };
  const feeds = { x: { shape: [2, 3], dtype: 'float32' }, at: { shape: [1], dtype: 'int32' } } as const;
  const loss: LossFunction = ({ w }, { x, at }) => ({
    loss: tf.mul(tf.add(tf.sum(x!), tf.cast(tf.sum(at!), 'float32')), w!),
  });
  const good = { x: new Float32Array(6), at: new Int32Array(1) };
  it.each<[string, object]>([
    ['The feed "at" is missing; given are x.', { x: good.x }],
    ['The feed "z" is not known; there is x, at.', { ...good, z: good.x }],
    ['The feed "x" has 5 values; its shape [2,3] needs 6.', { ...good, x: new Float32Array(5) }],
    ['The feed "x" has 1 value; its shape [2,3] needs 6.', { ...good, x: new Float32Array(1) }],
    ['The feed "x" is a Int32Array; Float32Array is expected.', { ...good, x: new Int32Array(6) }],
    ['The feed "at" is a Float32Array; Int32Array is expected.', { ...good, at: new Float32Array(1) }],
    ['The feed "x" is a Array; Float32Array is expected.', { ...good, x: [0, 0, 0, 0, 0, 0] }],
  ])('%s', (message, fed) => {
    const step = compileStep({ parameters, feeds, loss, optimizer: { kind: 'sgd' } });
    expect(() => step.run(fed as never, { learningRate: 0.1, seed: 0, epoch: 1 })).toThrow(message);
    expect(step.state().stepCount).toBe(0);
    step.dispose();
  });
});

describe('a number that is not finite', () => {
  const feeds = { x: { shape: [], dtype: 'float32' } } as const;
  const step = (loss: LossFunction) =>
    compileStep({
      parameters: { a: { shape: [], values: Float32Array.of(1) }, b: { shape: [], values: Float32Array.of(0) } },
      feeds,
      loss,
      optimizer: { kind: 'adam' },
      clipNorm: 1,
    });

  it('is reported with epoch, step, learning rate and the loss, when that is it', () => {
    const compiled = step(({ a, b }, { x }) => ({ loss: tf.add(tf.mul(a!, x!), b!) }));
    compiled.run({ x: Float32Array.of(1) }, { learningRate: 0.1, seed: 0, epoch: 2 });
    expect(() => compiled.run({ x: Float32Array.of(NaN) }, { learningRate: 0.1, seed: 0, epoch: 3 })).toThrow(
      expect.objectContaining({
        code: 'STEP_NON_FINITE',
        context: { epoch: 3, step: 2, learningRate: 0.1, tensor: 'the loss', value: NaN },
      }),
    );
    compiled.dispose();
  });

  it('is reported with the first parameter whose gradient it is', () => {
    const compiled = step(({ a, b }, { x }) => ({ loss: tf.add(tf.mul(a!, x!), tf.sqrt(b!)) }));
    expect(() => compiled.run({ x: Float32Array.of(1) }, { learningRate: 0.1, seed: 0, epoch: 1 })).toThrow(
      'Epoch 1, step 1, learning rate 0.1: the gradient of "b" is Infinity.',
    );
    compiled.dispose();
  });
});

it('a disposed step says so', () => {
  const step = compileStep(specOf(CASES.mlp(), { kind: 'sgd' }));
  step.dispose();
  expect(() => step.parameters()).toThrow(expect.objectContaining({ code: 'STEP_DISPOSED' }));
});

it('10,000 steps leak nothing, and a compiled step leaves no tensor behind', () => {
  const { binding } = nativeKernels();
  const counts = () => [tf.memory().numTensors, binding.getNumOfTensors(), binding.getNumOfSavedModels()];
  const model = CASES.mlp();
  const before = counts();
  const step = compileStep({ ...specOf(model, { kind: 'adam' }), clipNorm: 1 });
  const batch = batchOf(model.feeds, 0);
  const run = (steps: number): void => {
    for (let index = 0; index < steps; index++) step.run(batch, { learningRate: 1e-3, seed: 1, epoch: 1 });
  };
  run(2500);
  const [steady, megabytes] = [counts(), process.memoryUsage().rss / 1e6];
  run(7500);
  expect(counts()).toEqual(steady);
  expect(process.memoryUsage().rss / 1e6 - megabytes).toBeLessThan(16);
  step.dispose();
  expect(counts()).toEqual(before);
});
