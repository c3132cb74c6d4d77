import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, INFERENCE, tf, type Tensors } from '@tsdistill/engine';
import { createForecaster, type Forecaster } from '../src/models/forecaster';
import { ModelConfig } from '../src/models/model-config';
import type { Architecture } from '../src/models/registry';

/** @file What the tests of all models share: one case of each, inputs, and the model's function run operation by operation. */

export const DATA = {
  channels: {
    target: ['a', 'b', 'c'],
    past: ['rain', 'wind'],
    known: ['phase', 'hour'],
    static: ['size', 'kind=a', 'kind=b'],
  },
  horizon: 4,
  season: 6,
};
export const LOOKBACK = 12;
/** Covariates of every role, not in the order of the data set. */
export const ALL = { past: ['wind', 'rain'], known: ['phase', 'hour'], static: ['size', 'kind=b'] };
export const SCALER = { kind: 'none', scope: 'global', shift: [[0, 0, 0]], scale: [[1, 1, 1]] };

/** Small options of every architecture, with everything switched on that has a shape of its own. */
export const CASES: Readonly<Record<Architecture, object>> = {
  linear: { options: { decomposition: 5 } },
  'sparse-tsf': { options: { period: 5, hidden: 3 }, normalisation: 'mean' },
  cyclenet: { options: { period: 5, hidden: 6 }, normalisation: 'revin' },
  mlp: {
    options: { hidden: 8, decomposition: 5, batchNorm: true, dropout: 0.2 },
    affine: true,
    normalisation: 'mean',
    ...ALL,
  },
  tide: { options: { width: 6, layers: 2, decoded: 3, projected: 3, dropout: 0.2 }, normalisation: 'revin', ...ALL },
  rnn: { options: { units: 5, layers: 2, dropout: 0.2 }, ...ALL, residual: 'last' },
  lstm: { options: { units: 5, highway: true, dropout: 0.2 }, known: ['phase', 'hour'], residual: 'seasonal' },
  gru: { options: { units: 5, layers: 3, dropout: 0.2 }, ...ALL, normalisation: 'revin' },
  'seg-rnn': { options: { segment: 3, width: 6, dropout: 0.2 }, residual: 'last' },
  cnn: { options: { width: 5, kernel: 3, dropout: 0.2 }, ...ALL, residual: 'last' },
  transformer: {
    options: { width: 6, heads: 2, layers: 2, feedForward: 7, dropout: 0.2 },
    normalisation: 'mean',
    ...ALL,
  },
  itransformer: {
    options: { width: 8, heads: 2, layers: 2, feedForward: 12, dropout: 0.2 },
    normalisation: 'revin',
    ...ALL,
  },
  'patch-tst': {
    options: { patch: 6, stride: 2, width: 6, heads: 3, layers: 2, feedForward: 7, dropout: 0.2 },
    normalisation: 'revin',
  },
};

/** The case of an architecture, or it with other settings. */
export function forecasterOf(architecture: Architecture, settings: object = {}): Forecaster {
  const config = { architecture, lookback: LOOKBACK, ...CASES[architecture], ...settings };
  return createForecaster(ModelConfig.parse(config), DATA);
}

/** Deterministic values in about [-1, 1], and phases of all kinds, for every input of a forecaster at one batch size. */
export function inputsOf({ inputs, cycle = 1 }: Forecaster, batch: number): Record<string, Float32Array> {
  const entries = Object.entries(inputs).map(([name, { shape }]) => {
    const size = shape.slice(1).reduce((product, length) => product * length, batch);
    if (name === 'phase') return [name, Float32Array.from({ length: batch }, (_, i) => (3 * i + 1) % cycle)] as const;
    return [name, Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.7) + 0.1 * Math.cos(i * i))] as const;
  });
  return Object.fromEntries(entries);
}

/** Input specifications of one batch size, as a training step is fed. */
export function feedsOf({ inputs }: Forecaster, batch: number) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [name, { ...spec, shape: [batch, ...spec.shape.slice(1)] }]),
  );
}

/** What the model says, as tensors that belong to the caller's `tf.tidy`. */
export function runForward(
  forecaster: Forecaster,
  parameters: ParameterValues,
  inputs: Record<string, Float32Array>,
  { batch, context = INFERENCE }: { batch: number; context?: ForwardContext },
): Tensors {
  const weights = Object.fromEntries(
    Object.entries(parameters).map(([name, { values, shape }]) => [name, tf.tensor(values, [...shape])]),
  );
  const tensors = Object.fromEntries(
    Object.entries(feedsOf(forecaster, batch)).map(([name, { shape }]) => [name, tf.tensor(inputs[name] ?? [], shape)]),
  );
  return forecaster.forward(weights, tensors, context);
}

/** The forecast of the model's function on tensors, without any compiled graph. */
export function forecastEagerly(...given: Parameters<typeof runForward>): Float32Array {
  return tf.tidy(() => runForward(...given)['forecast']?.dataSync() as Float32Array);
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values and ${b.length} are compared`);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? NaN))), 0);
}
