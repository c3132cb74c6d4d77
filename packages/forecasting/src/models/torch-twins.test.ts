import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedArray } from '@tsdistill/contracts';
import { compileInference, compileStep, loadEngine, tf } from '@tsdistill/engine';
import { feedsOf, largestDifference } from '../../testing/model-cases';
import { createForecaster, type Forecaster } from './forecaster';
import { ModelConfig } from './model-config';

/** @file Models with the weights of models made of PyTorch's layers, written by golden/torch_twins.py. */

interface Encoded {
  readonly shape: readonly number[];
  /** Float32, little endian. */
  readonly base64: string;
}

interface Twin {
  readonly name: string;
  readonly config: { readonly past?: string[]; readonly known?: string[]; readonly static?: string[] };
  readonly parameters: Readonly<Record<string, Encoded>>;
  readonly inputs: Readonly<Record<string, Encoded>>;
  readonly forecast: Encoded;
  /** Where it was trained on the inputs: a few steps of Adam on the squared error. */
  readonly trained?: Training;
}

interface Training {
  readonly truth: Encoded;
  readonly learningRate: number;
  readonly steps: number;
  /** Afterwards. */
  readonly parameters: Readonly<Record<string, Encoded>>;
}

const FILE = join(__dirname, '../../golden/torch-twins.json');
const { horizon, channels, twins } = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly horizon: number;
  readonly channels: number;
  readonly twins: readonly Twin[];
};

function decode({ shape, base64 }: Encoded): NamedArray {
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  return { shape, values: new Float32Array(bytes.buffer) };
}

const decodeAll = (arrays: Readonly<Record<string, Encoded>>): Readonly<Record<string, NamedArray>> =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, decode(array)]));

const shapesOf = (arrays: Readonly<Record<string, { readonly shape: readonly number[] }>>) =>
  Object.fromEntries(Object.entries(arrays).map(([name, { shape }]) => [name, shape]));

function forecasterOf({ config }: Twin): Forecaster {
  const target = Array.from({ length: channels }, (_, channel) => `c${channel}`);
  const { past = [], known = [], static: statics = [] } = config;
  const data = { channels: { target, past, known, static: statics }, horizon, season: 1 };
  return createForecaster(ModelConfig.parse(config), data);
}

beforeAll(() => loadEngine());

it.each(twins.map((twin) => [twin.name, twin] as const))('%s forecasts what its twin in PyTorch does', (_, twin) => {
  const forecaster = forecasterOf(twin);
  expect(shapesOf(twin.parameters)).toEqual(shapesOf(forecaster.initialise(0)));
  const parameters = decodeAll(twin.parameters);
  const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
  const inputs = Object.entries(decodeAll(twin.inputs)).map(([name, { values }]) => [name, values] as const);
  const { forecast } = predictor.run(Object.fromEntries(inputs), twin.forecast.shape[0] ?? 0);
  predictor.dispose();
  expect(largestDifference(forecast!, decode(twin.forecast).values)).toBeLessThanOrEqual(1e-5);
});

it('the two-branch mlp learns what its twin in PyTorch does, running statistics too', () => {
  const twin = twins.find(({ trained }) => trained);
  const { truth, learningRate, steps, parameters } = twin!.trained!;
  const forecaster = forecasterOf(twin!);
  const step = compileStep({
    parameters: decodeAll(twin!.parameters),
    feeds: { ...feedsOf(forecaster, truth.shape[0]!), truth: { shape: truth.shape, dtype: 'float32' } },
    loss: (weights, feeds, context) => {
      const { forecast } = forecaster.forward(weights, feeds, context);
      return { loss: tf.mean(tf.square(tf.sub(forecast!, feeds['truth']!))) };
    },
    optimizer: { kind: 'adam' },
  });
  const feeds = { past: decode(twin!.inputs['past']!).values, truth: decode(truth).values };
  for (let index = 0; index < steps; index++) step.run(feeds, { learningRate, seed: 0, epoch: 1 });
  const learned = step.parameters();
  step.dispose();
  expect(shapesOf(learned)).toEqual(shapesOf(parameters));
  const differences = Object.entries(parameters).map(([name, expected]) => {
    return { name, difference: largestDifference(learned[name]!.values, decode(expected).values) };
  });
  expect(differences.filter(({ difference }) => difference > 1e-5)).toEqual([]);
});
