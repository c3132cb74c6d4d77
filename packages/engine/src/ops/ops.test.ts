import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { compileInference } from '../compile/compile-inference';
import { compileStep } from '../compile/compile-step';
import type { LossFunction } from '../compile/train-step';
import { loadEngine } from '../load-engine';
import { tf } from '../tf';
import { dense } from './dense';
import { gelu } from './gelu';
import { gru } from './gru';
import { type KernelForm, kernelForm, withKernelForm } from './kernel-form';
import { layerNorm } from './layer-norm';
import { lstm } from './lstm';
import { relu } from './relu';

beforeAll(() => loadEngine());

const [BATCH, LENGTH, INPUTS, UNITS] = [4, 12, 3, 8];

function normal(shape: number[], scale: number, seed: number) {
  return {
    shape,
    values: tf.tidy(() => tf.randomNormal(shape, 0, scale, 'float32', seed).dataSync<'float32'>().slice()),
  };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((most, value) => Math.max(most, value), 0);
}

describe.each([
  ['lstm', lstm, 4],
  ['gru', gru, 3],
] as const)('%s', (name, layer, gates) => {
  const parameters = () => ({
    kernel: normal([INPUTS + UNITS, gates * UNITS], 0.4, 1),
    bias: normal([gates * UNITS], 0.3, 2),
  });
  const input = () => normal([BATCH, LENGTH, INPUTS], 1, 3);

  it('fused and portable forms have the same value, to 1e-6', () => {
    const [fused, portable] = (['fused', 'portable'] as const).map((form) => {
      const predictor = compileInference({
        parameters: parameters(),
        inputs: { x: { shape: [-1, LENGTH, INPUTS], dtype: 'float32' } },
        forward: ({ kernel, bias }, { x }) => withKernelForm(form, () => ({ hidden: layer(x!, kernel!, bias!) })),
      });
      const { hidden } = predictor.run({ x: input().values }, BATCH);
      predictor.dispose();
      return hidden!;
    });
    expect(largestDifference(fused!, portable!)).toBeLessThanOrEqual(1e-6);
  });

  /** The gradients of input, kernel and bias when every state counts, and differently. */
  function gradientsIn(form: KernelForm): number[] {
    const { values: y } = normal([BATCH, LENGTH, UNITS], 0.1, 4);
    const step = compileStep({
      parameters: { ...parameters(), x: input() },
      feeds: { y: { shape: [BATCH, LENGTH, UNITS], dtype: 'float32' } },
      loss: ({ x, kernel, bias }, { y }) =>
        withKernelForm(form, () => ({ loss: tf.sum(tf.mul(layer(x!, kernel!, bias!), y!)) })),
      optimizer: { kind: 'momentum' },
    });
    step.run({ y }, { learningRate: 0.1, seed: 0, epoch: 1 });
    const { slots } = step.state(); // after one step from zero, the momentum is the gradient
    step.dispose();
    return Object.values(slots).flatMap(({ values }) => [...values]);
  }

  it('fused and portable forms have the same gradients of input, kernel and bias, to 1e-6', () => {
    const [fused, portable] = [gradientsIn('fused'), gradientsIn('portable')];
    expect(Math.max(...fused.map(Math.abs))).toBeGreaterThan(0.3);
    expect(largestDifference(fused, portable)).toBeLessThanOrEqual(1e-6);
  });

  it('equals the layer of tf.layers with the same weights, at any batch size', () => {
    const predictor = compileInference({
      parameters: parameters(),
      inputs: { x: { shape: [-1, LENGTH, INPUTS], dtype: 'float32' } },
      forward: ({ kernel, bias }, { x }) => ({ hidden: layer(x!, kernel!, bias!) }),
    });
    for (const batch of [1, 2, 9]) {
      const x = normal([batch, LENGTH, INPUTS], 1, batch);
      const expected = tf.tidy(() =>
        kerasLayer(name, parameters(), tf.tensor3d(x.values, x.shape as [number, number, number])).dataSync(),
      );
      expect(largestDifference(predictor.run({ x: x.values }, batch)['hidden']!, expected)).toBeLessThanOrEqual(1e-6);
    }
    predictor.dispose();
  });
});

type Weights = Record<'kernel' | 'bias', { shape: number[]; values: Float32Array }>;

/** The layer of tf.layers; its gru has the columns update, reset, candidate. */
function kerasLayer(name: 'lstm' | 'gru', { kernel, bias }: Weights, x: Tensor): Tensor {
  const options = { units: UNITS, returnSequences: true, recurrentActivation: 'sigmoid' } as const;
  const layer = name === 'lstm' ? tf.layers.lstm(options) : tf.layers.gru(options);
  layer.apply(x);
  const swap = (columns: Tensor): Tensor => {
    if (name === 'lstm') return columns;
    const [reset, update, candidate] = tf.split(columns, 3, columns.rank - 1);
    return tf.concat([update!, reset!, candidate!], columns.rank - 1);
  };
  const weights = tf.tensor(kernel.values, kernel.shape);
  const columns = kernel.shape[1]!;
  layer.setWeights([
    swap(tf.slice(weights, [0, 0], [INPUTS, columns])),
    swap(tf.slice(weights, [INPUTS, 0], [UNITS, columns])),
    swap(tf.tensor(bias.values, bias.shape)),
  ]);
  return layer.apply(x) as Tensor;
}

it('operations are fused in a native trace and portable outside', () => {
  const seen: KernelForm[] = [];
  const loss: LossFunction = ({ w }) => {
    seen.push(kernelForm());
    return { loss: tf.square(w!) };
  };
  const parameters = { w: { shape: [], values: Float32Array.of(1) } };
  compileStep({ parameters, feeds: {}, loss, optimizer: { kind: 'sgd' } }).dispose();
  expect([...seen, kernelForm()]).toEqual(['fused', 'portable']);
});

it('gelu has the values of the normal distribution function (Abramowitz & Stegun, table 26.1)', () => {
  const x = [-2, -1, 0, 0.5, 1, 2, 3];
  const distribution = [0.02275013, 0.15865525, 0.5, 0.69146246, 0.84134475, 0.97724987, 0.9986501];
  const values = tf.tidy(() => gelu(tf.tensor1d(x)).dataSync());
  expect(
    largestDifference(
      values,
      x.map((value, i) => value * distribution[i]!),
    ),
  ).toBeLessThanOrEqual(1e-6);
});

it('relu passes what is above 0, and the gradient there alone', () => {
  const [x, above] = [
    [-2, -0, 0, 1e-30, 3],
    [5, 6, 7, 8, 9],
  ];
  const passed = [0, 0, 0, 8, 9];
  tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad(relu)(tf.tensor1d(x), tf.tensor1d(above));
    expect(largestDifference(value.dataSync(), [0, 0, 0, Math.fround(1e-30), 3])).toBe(0);
    expect(largestDifference(grad.dataSync(), passed)).toBe(0);
  });
});

it('layerNorm gives mean `offset` and variance `scale`² over the last axis, whatever shift and factor come in', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([5, 3, 64], 0, 1, 'float32', 1);
    const normed = layerNorm(tf.add(tf.mul(x, 7), 100), tf.fill([64], 2), tf.fill([64], -1));
    const { mean, variance } = tf.moments(normed, -1);
    expect(largestDifference(mean.dataSync(), new Float32Array(15).fill(-1))).toBeLessThanOrEqual(1e-4);
    expect(largestDifference(variance.dataSync(), new Float32Array(15).fill(4))).toBeLessThanOrEqual(1e-3);
    const same = layerNorm(x, tf.fill([64], 2), tf.fill([64], -1));
    expect(largestDifference(normed.dataSync(), same.dataSync())).toBeLessThanOrEqual(1e-3);
  });
});

it('dense maps the last axis of any rank as matMul maps rows', () => {
  tf.tidy(() => {
    const [x, kernel, bias] = [tf.randomNormal([2, 3, 4]), tf.randomNormal([4, 5]), tf.randomNormal([5])];
    const deep = dense(x, kernel, bias);
    expect(deep.shape).toEqual([2, 3, 5]);
    const rows = tf.add(tf.matMul(tf.reshape(x, [6, 4]) as Tensor2D, kernel as Tensor2D), bias);
    expect(largestDifference(deep.dataSync(), rows.dataSync())).toBe(0);
    expect(largestDifference(dense(tf.reshape(x, [6, 4]), kernel, bias).dataSync(), rows.dataSync())).toBe(0);
  });
});
