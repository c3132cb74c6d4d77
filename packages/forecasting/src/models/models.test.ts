import { countParameters, type ParameterValues } from '@tsdistill/contracts';
import {
  compileInference,
  compileStep,
  type ForwardContext,
  loadEngine,
  loadGraphModelFolder,
  tf,
  type Tensor,
} from '@tsdistill/engine';
import { temporaryFolder } from '@tsdistill/testing';
import { exportForecaster } from './export-forecaster';
import { createForecaster, describeForecaster, type Forecaster, restoreForecaster } from './forecaster';
import { ModelConfig } from './model-config';
import { ARCHITECTURES } from './registry';

const DATA = {
  channels: { target: ['a', 'b', 'c'], past: [], known: ['phase', 'hour'], static: [] },
  horizon: 4,
  season: 6,
};
const LOOKBACK = 12;

/** Small options of every architecture, with everything switched on that has a shape of its own. */
const CASES: Record<string, object> = {
  linear: { options: { decomposition: 5 } },
  'sparse-tsf': { options: { period: 5, hidden: 3 }, normalisation: 'mean' },
  cyclenet: { options: { period: 5, hidden: 6 }, normalisation: 'revin' },
  mlp: {
    options: { hidden: 8, decomposition: 5, channelAffine: true, dropout: 0.2 },
    affine: true,
    normalisation: 'mean',
  },
  lstm: { options: { units: 5, highway: true, dropout: 0.2 }, known: ['phase', 'hour'], residual: 'seasonal' },
  gru: { options: { units: 5, dropout: 0.2 }, normalisation: 'revin' },
  'seg-rnn': { options: { segment: 3, width: 6, dropout: 0.2 }, residual: 'last' },
  itransformer: { options: { width: 8, heads: 2, layers: 2, feedForward: 12, dropout: 0.2 }, normalisation: 'revin' },
};

/**
 * Dropouts in one forecast: one a hidden layer, two branches in the mlp; in the iTransformer one after the embedding and, in each of
 * two layers, on the attention weights, the attention's sum, the wide layer and the narrow one's sum.
 */
const DROPOUT_COUNTS: Record<string, number> = {
  linear: 0,
  'sparse-tsf': 0,
  cyclenet: 0,
  mlp: 2,
  lstm: 1,
  gru: 1,
  'seg-rnn': 1,
  itransformer: 1 + 2 * 4,
};

const NOTHING_DROPPED: ForwardContext = { training: false, dropout: (x) => x };

function forecasterOf(architecture: string): Forecaster {
  return createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, ...CASES[architecture] }), DATA);
}

/** Deterministic values in about [-1, 1], and phases of all kinds, for every input of a forecaster at one batch size. */
function inputsOf({ inputs, cycle = 1 }: Forecaster, batch: number): Record<string, Float32Array> {
  const entries = Object.entries(inputs).map(([name, { shape }]) => {
    const size = shape.slice(1).reduce((product, length) => product * length, batch);
    if (name === 'phase') return [name, Float32Array.from({ length: batch }, (_, i) => (3 * i + 1) % cycle)] as const;
    return [name, Float32Array.from({ length: size }, (_, i) => Math.sin(i * 0.7) + 0.1 * Math.cos(i * i))] as const;
  });
  return Object.fromEntries(entries);
}

/** The model's function on tensors, without any compiled graph. */
function forecastEagerly(
  forecaster: Forecaster,
  parameters: ParameterValues,
  inputs: Record<string, Float32Array>,
  { batch, context = NOTHING_DROPPED }: { batch: number; context?: ForwardContext },
) {
  return tf.tidy(() => {
    const weights = Object.fromEntries(
      Object.entries(parameters).map(([name, { values, shape }]) => [name, tf.tensor(values, [...shape])]),
    );
    const tensors = Object.fromEntries(
      Object.entries(forecaster.inputs).map(([name, { shape }]) => [
        name,
        tf.tensor(inputs[name]!, [batch, ...shape.slice(1)]),
      ]),
    );
    return forecaster.forward(weights, tensors, context)['forecast']!.dataSync() as Float32Array;
  });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

beforeAll(() => loadEngine());

it('has a case for every registered architecture', () => {
  expect(Object.keys(CASES).sort()).toEqual([...ARCHITECTURES].sort());
});

describe.each(ARCHITECTURES)('%s', (architecture) => {
  const forecaster = forecasterOf(architecture);

  it.each([1, 3, 64])('compiled for any batch forecasts what its function forecasts, batch %i', (batch) => {
    const parameters = forecaster.initialise(1);
    const inputs = inputsOf(forecaster, batch);
    const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
    const { forecast } = predictor.run(inputs, batch);
    expect(forecast!.length).toBe(batch * DATA.horizon * DATA.channels.target.length);
    expect(
      largestDifference(forecast!, forecastEagerly(forecaster, parameters, inputs, { batch })),
    ).toBeLessThanOrEqual(1e-5);
    predictor.dispose();
  });

  it('gives every parameter a gradient', () => {
    const parameters = forecaster.initialise(2);
    const batch = 8;
    const feeds = Object.fromEntries(
      Object.entries(forecaster.inputs).map(([name, spec]) => [
        name,
        { ...spec, shape: [batch, ...spec.shape.slice(1)] },
      ]),
    );
    const step = compileStep({
      parameters,
      feeds,
      loss: (weights, tensors, context) => ({
        loss: tf.mean(tf.square(tf.sub(forecaster.forward(weights, tensors, context)['forecast']!, 3))),
      }),
      optimizer: { kind: 'sgd' },
    });
    step.run(inputsOf(forecaster, batch), { learningRate: 0.1, seed: 0, epoch: 1 });
    const unchanged = Object.entries(step.parameters()).filter(
      ([name, { values }]) => largestDifference(values, parameters[name]!.values) === 0,
    );
    // A shift of all keys adds the same to every score of a query, which softmax takes out again: its gradient is 0.
    expect(unchanged.map(([name]) => name).filter((name) => !name.endsWith('.key.bias'))).toEqual([]);
    step.dispose();
  });

  it('is rebuilt from its description with the same forecasts', () => {
    const parameters = forecaster.initialise(3);
    const described = JSON.parse(JSON.stringify(describeForecaster(forecaster, DATA.season)));
    const rebuilt = restoreForecaster({ description: described, parameters } as never);
    const inputs = inputsOf(forecaster, 2);
    expect(forecastEagerly(rebuilt, parameters, inputs, { batch: 2 })).toEqual(
      forecastEagerly(forecaster, parameters, inputs, { batch: 2 }),
    );
  });

  it.each(['cpu', 'wasm'] as const)(
    'exported as a GraphModel forecasts the same in plain tfjs on %s',
    async (backend) => {
      const parameters = forecaster.initialise(4);
      const folder = temporaryFolder();
      const described = describeForecaster(forecaster, DATA.season);
      const description = { ...described, frequency: 'PT90M', weightsManifest: [] };
      exportForecaster({ description, parameters } as never, folder);
      const model = await loadGraphModelFolder(folder, backend);
      expect(model.metadata).toMatchObject({ lookback: LOOKBACK, horizon: DATA.horizon });
      const phase = forecaster.cycle && { period: forecaster.cycle, stepMs: 5_400_000 };
      expect((model.metadata as { phase?: object }).phase).toEqual(phase);
      for (const batch of [1, 3, 64]) {
        const inputs = inputsOf(forecaster, batch);
        const { forecast } = await model.run(inputs, batch);
        const expected = forecastEagerly(forecaster, parameters, inputs, { batch });
        expect(largestDifference(forecast!, expected)).toBeLessThanOrEqual(1e-5);
      }
      model.dispose();
    },
  );

  it('drops where it is published to drop, at the rate of its options', () => {
    const rates: number[] = [];
    const dropout = (x: Tensor, rate: number) => {
      rates.push(rate);
      return x;
    };
    forecastEagerly(forecaster, forecaster.initialise(0), inputsOf(forecaster, 1), {
      batch: 1,
      context: { training: true, dropout },
    });
    expect(rates).toEqual(Array(DROPOUT_COUNTS[architecture]).fill(0.2));
  });

  it('starts from the same parameters for one seed and from others for another', () => {
    expect(forecaster.initialise(5)).toEqual(forecaster.initialise(5));
    expect(forecaster.initialise(5)).not.toEqual(forecaster.initialise(6));
  });
});

/** Parameters as counted in PyTorch for the published shapes (7 channels, horizon 96). */
it.each([
  ['RLinear, L=720', 69_216, { architecture: 'linear', lookback: 720, normalisation: 'revin' }],
  ['NLinear, L=336', 32_352, { architecture: 'linear', lookback: 336, residual: 'last' }],
  ['DLinear, L=336', 64_704, { architecture: 'linear', lookback: 336, options: { decomposition: 25 } }],
  ['SparseTSF/Linear, L=720', 145, { architecture: 'sparse-tsf', lookback: 720, options: { period: 24 } }],
  ['SparseTSF/MLP, L=720', 2_269, { architecture: 'sparse-tsf', lookback: 720, options: { period: 24, hidden: 64 } }],
  ['CycleNet/Linear, L=96', 9_480, { architecture: 'cyclenet', lookback: 96, options: { period: 24 } }],
  ['CycleNet/Linear, L=336', 32_520, { architecture: 'cyclenet', lookback: 336, options: { period: 24 } }],
  ['RMLP-96, L=720', 78_528, { architecture: 'mlp', lookback: 720, normalisation: 'revin', options: { hidden: 96 } }],
  [
    'two-branch MLP of TimeDistill, L=720',
    836_842,
    {
      architecture: 'mlp',
      lookback: 720,
      normalisation: 'mean',
      affine: true,
      options: { hidden: 512, decomposition: 25, channelAffine: true },
    },
  ],
  [
    'iTransformer d=256, 2 layers, L=720',
    1_001_312,
    { architecture: 'itransformer', lookback: 720, options: { width: 256, heads: 8, layers: 2, feedForward: 256 } },
  ],
])('%s has %i parameters', (_, count, config) => {
  const target = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'];
  const forecaster = createForecaster(ModelConfig.parse(config), {
    channels: { target, past: [], known: [], static: [] },
    horizon: 96,
    season: 24,
  });
  expect(countParameters(forecaster.initialise(0))).toBe(count);
});

// PyTorch's GRU has two biases a gate, 3·width numbers more: 112,112 and 420,784.
it.each([
  [128, 112_112],
  [256, 420_784],
])('SegRNN of width %i, L=720, has the %i parameters of PyTorch, less one bias of each gate', (width, inPytorch) => {
  const [segment, placeCount, channelCount] = [48, 2, 7];
  const embedding = (segment + 1) * width + ((placeCount + channelCount) * width) / 2;
  const cell = 2 * width * 3 * width + 3 * width;
  const head = (width + 1) * segment;
  const config = ModelConfig.parse({ architecture: 'seg-rnn', lookback: 720, options: { segment, width } });
  const target = ['HUFL', 'HULL', 'MUFL', 'MULL', 'LUFL', 'LULL', 'OT'];
  const channels = { target, past: [], known: [], static: [] };
  const count = countParameters(createForecaster(config, { channels, horizon: 96, season: 24 }).initialise(0));
  expect(count).toBe(embedding + cell + head);
  expect(count).toBe(inPytorch - 3 * width);
});

describe('the wrapper around a core', () => {
  const rng = (i: number) => Math.sin(i * 12.9898) * 2;
  const past = Float32Array.from({ length: 2 * LOOKBACK * 3 }, (_, i) => rng(i));
  const run = (config: object, x: Float32Array, zero = false) => {
    const forecaster = createForecaster(
      ModelConfig.parse({ architecture: 'mlp', lookback: LOOKBACK, ...config }),
      DATA,
    );
    const initial = forecaster.initialise(7);
    const zeros = Object.fromEntries(
      Object.entries(initial).map(([name, { shape, values }]) => [
        name,
        { shape, values: new Float32Array(values.length) },
      ]),
    );
    return forecastEagerly(forecaster, zero ? zeros : initial, { past: x }, { batch: 2 });
  };

  it('with revin follows any rise and stretch of its input: f(a x + b) = a f(x) + b', () => {
    const moved = run(
      { normalisation: 'revin' },
      past.map((value) => 3 * value + 40),
    );
    const expected = run({ normalisation: 'revin' }, past).map((value) => 3 * value + 40);
    expect(largestDifference(moved, expected)).toBeLessThan(1e-3);
  });

  it.each([{ normalisation: 'mean' }, { residual: 'last' }])(
    'with %p follows any rise: f(x + b) = f(x) + b',
    (config) => {
      const moved = run(
        config,
        past.map((value) => value + 5),
      );
      expect(
        largestDifference(
          moved,
          run(config, past).map((value) => value + 5),
        ),
      ).toBeLessThan(1e-5);
    },
  );

  it('with a core that says 0 repeats the last value, or the last season', () => {
    const rowAt = (row: number) => (b: number, c: number) => past[(b * LOOKBACK + row) * 3 + c]!;
    const expected = (rowOf: (h: number) => number) =>
      Float32Array.from({ length: 2 * 4 * 3 }, (_, i) =>
        rowAt(rowOf(Math.floor(i / 3) % 4))(Math.floor(i / 12), i % 3),
      );
    expect(run({ residual: 'last' }, past, true)).toEqual(expected(() => LOOKBACK - 1));
    expect(run({ residual: 'seasonal' }, past, true)).toEqual(
      expected((h) => LOOKBACK - DATA.season + (h % DATA.season)),
    );
  });

  it('repeats a season shorter than the horizon', () => {
    const forecaster = createForecaster(
      ModelConfig.parse({ architecture: 'linear', lookback: 12, residual: 'seasonal' }),
      { ...DATA, season: 3 },
    );
    const zeros = Object.fromEntries(
      Object.entries(forecaster.initialise(0)).map(([name, { shape, values }]) => [
        name,
        { shape, values: new Float32Array(values.length) },
      ]),
    );
    const forecast = forecastEagerly(forecaster, zeros, { past }, { batch: 2 });
    expect([...forecast.subarray(9, 12)]).toEqual([...past.subarray(9 * 3, 10 * 3)]);
  });

  it('takes a season as long as the lookback, and refuses a longer one with both numbers', () => {
    const config = ModelConfig.parse({ architecture: 'linear', lookback: 12, residual: 'seasonal' });
    expect(createForecaster(config, { ...DATA, season: 12 }).horizon).toBe(DATA.horizon);
    expect(() =>
      createForecaster(ModelConfig.parse({ architecture: 'linear', lookback: 12, residual: 'seasonal' }), {
        ...DATA,
        season: 13,
      }),
    ).toThrow(/13 steps.*12 steps/);
  });
});

it.each([
  ['period', 'sparse-tsf'],
  ['segment', 'seg-rnn'],
])('reads a lookback of one %s with %s, and refuses a shorter one with the number', (option, architecture) => {
  const parse = (lookback: number) =>
    ModelConfig.safeParse({ architecture, lookback, options: { [option]: 12 } }).error?.issues;
  expect(parse(12)).toBeUndefined();
  expect(parse(11)).toEqual([
    expect.objectContaining({ path: ['lookback'], message: 'must be at least 12 with these options' }),
  ]);
});

it('refuses options that an architecture does not have, and known channels it does not read', () => {
  const problems = (config: object) => ModelConfig.safeParse(config).error?.issues.map(({ path }) => path.join('.'));
  expect(problems({ architecture: 'linear', lookback: 4, options: { units: 3 } })).toEqual(['options']);
  expect(problems({ architecture: 'linear', lookback: 4, known: ['hour.sin'] })).toEqual(['known']);
  expect(problems({ architecture: 'lstm', lookback: 4, colour: 'red' })).toEqual(['']);
  const even = { lookback: 9, options: { decomposition: 4 } };
  expect(problems({ architecture: 'linear', ...even })).toEqual(['options.decomposition']);
  expect(problems({ architecture: 'mlp', ...even })).toEqual(['options.decomposition']);
});
