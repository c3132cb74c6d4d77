import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedArray } from '@tsdistill/contracts';
import { compileInference, loadEngine } from '@tsdistill/engine';
import { largestDifference } from '../../testing/model-cases';
import { createForecaster } from './forecaster';
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

beforeAll(() => loadEngine());

it.each(twins.map((twin) => [twin.name, twin] as const))('%s forecasts what its twin in PyTorch does', (_, twin) => {
  const target = Array.from({ length: channels }, (__, channel) => `c${channel}`);
  const { past = [], known = [], static: statics = [] } = twin.config;
  const forecaster = createForecaster(ModelConfig.parse(twin.config), {
    channels: { target, past, known, static: statics },
    horizon,
    season: 1,
  });
  expect(shapesOf(twin.parameters)).toEqual(shapesOf(forecaster.initialise(0)));
  const parameters = decodeAll(twin.parameters);
  const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
  const inputs = Object.entries(decodeAll(twin.inputs)).map(([name, { values }]) => [name, values] as const);
  const { forecast } = predictor.run(Object.fromEntries(inputs), twin.forecast.shape[0] ?? 0);
  predictor.dispose();
  expect(largestDifference(forecast!, decode(twin.forecast).values)).toBeLessThanOrEqual(1e-5);
});
