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
  channels: {
    target: ['a', 'b', 'c'],
    past: ['rain', 'wind'],
    known: ['phase', 'hour'],
    static: ['size', 'kind=a', 'kind=b'],
  },
  horizon: 4,
  season: 6,
};
const LOOKBACK = 12;
const ALL = { past: ['wind', 'rain'], known: ['phase', 'hour'], static: ['size', 'kind=b'] };

/** Small options of every architecture, with everything switched on that has a shape of its own. */
const CASES: Record<string, object> = {
  linear: { options: { decomposition: 5 } },
  'sparse-tsf': { options: { period: 5, hidden: 3 }, normalisation: 'mean' },
  cyclenet: { options: { period: 5, hidden: 6 }, normalisation: 'revin' },
  mlp: {
    options: { hidden: 8, decomposition: 5, channelAffine: true, dropout: 0.2 },
    affine: true,
    normalisation: 'mean',
    ...ALL,
  },
  rnn: { options: { units: 5, layers: 2, dropout: 0.2 }, ...ALL, residual: 'last' },
  lstm: { options: { units: 5, highway: true, dropout: 0.2 }, known: ['phase', 'hour'], residual: 'seasonal' },
  gru: { options: { units: 5, layers: 3, dropout: 0.2 }, ...ALL, normalisation: 'revin' },
  'seg-rnn': { options: { segment: 3, width: 6, dropout: 0.2 }, residual: 'last' },
  itransformer: {
    options: { width: 8, heads: 2, layers: 2, feedForward: 12, dropout: 0.2 },
    normalisation: 'revin',
    ...ALL,
  },
};

/**
 * Dropouts in one forecast: one a hidden or recurrent layer, two branches in the mlp; in the iTransformer one after the embedding and, in each of
 * two layers, on the attention weights, the attention's sum, the wide layer and the narrow one's sum.
 */
const DROPOUT_COUNTS: Record<string, number> = {
  linear: 0,
  'sparse-tsf': 0,
  cyclenet: 0,
  mlp: 2,
  rnn: 2,
  lstm: 1,
  gru: 3,
  'seg-rnn': 1,
  itransformer: 1 + 2 * 4,
};

const SCALER = { kind: 'none', scope: 'global', shift: [[0, 0, 0]], scale: [[1, 1, 1]] };

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
    const described = { ...JSON.parse(JSON.stringify(describeForecaster(forecaster, DATA.season))), scaler: SCALER };
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
      const description = { ...described, scaler: SCALER, frequency: 'PT90M', weightsManifest: [] };
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

/** Hidden layers of every architecture that shows some, in one window: 3 channels, the sizes of `CASES`. */
it.each([
  ['linear', {}],
  ['mlp', { map: [3, 8], trend: [3, 8] }],
  ['rnn', { cell: [5], cell2: [5], steps: [12, 5] }],
  ['lstm', { cell: [5], steps: [12, 5] }],
  ['gru', { cell: [5], cell2: [5], cell3: [5], steps: [12, 5] }],
  ['seg-rnn', { state: [3, 6] }],
  ['itransformer', { embed: [3, 8], layer0: [3, 8], layer1: [3, 8], norm: [3, 8] }],
])('%s shows the hidden layers %j, and forecasts the same beside them', (architecture, layers) => {
  const forecaster = forecasterOf(architecture);
  expect(forecaster.layers).toEqual(layers);
  const [parameters, batch] = [forecaster.initialise(3), 4];
  const inputs = inputsOf(forecaster, batch);
  const run = (names: readonly string[]) => {
    const predictor = compileInference({
      ...{ parameters, inputs: forecaster.inputs },
      forward: forecaster.showing(names),
    });
    const outputs = predictor.run(inputs, batch);
    predictor.dispose();
    return outputs;
  };
  const { forecast, ...hidden } = run(Object.keys(layers));
  expect(Object.keys(hidden)).toEqual(Object.keys(layers));
  for (const [name, shape] of Object.entries(layers))
    expect(hidden[name]!.length).toBe(shape.reduce((product: number, length: number) => product * length, batch));
  expect(largestDifference(forecast!, run([])['forecast']!)).toBeLessThan(1e-6);
});

// Without normalisation, what the head makes of the last hidden layer is the forecast.
it.each([
  ['mlp', { hidden: 8 }, ['map', 'map.out'], 3],
  ['itransformer', { width: 8, heads: 2, feedForward: 12 }, ['norm', 'head'], 3],
  ['lstm', { units: 5, layers: 2 }, ['cell2', 'head'], 1],
] as const)('%s %j shows the layer that its head reads', (architecture, options, [layer, head], rowCount) => {
  const forecaster = createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, options }), DATA);
  const parameters = forecaster.initialise(6);
  const predictor = compileInference({
    ...{ parameters, inputs: forecaster.inputs },
    forward: forecaster.showing([layer]),
  });
  const { forecast, [layer]: features } = predictor.run(inputsOf(forecaster, 1), 1);
  predictor.dispose();
  const [kernel, bias] = [parameters[`${head}.kernel`]!, parameters[`${head}.bias`]!];
  const [width = 0, outputs = 0] = kernel.shape;
  for (let row = 0; row < rowCount; row++)
    for (let output = 0; output < outputs; output++) {
      let told = bias.values[output]!;
      for (let i = 0; i < width; i++) told += features![row * width + i]! * kernel.values[i * outputs + output]!;
      // Rows are channels, or all of the window: [H, C] step by step.
      expect(forecast![rowCount === 1 ? output : output * 3 + row]).toBeCloseTo(told, 4);
    }
});

it('shows all states of a recurrent layer step by step, the last state last', () => {
  const forecaster = forecasterOf('lstm');
  const parameters = forecaster.initialise(6);
  const predictor = compileInference({
    ...{ parameters, inputs: forecaster.inputs },
    forward: forecaster.showing(['steps', 'cell']),
  });
  const { steps, cell } = predictor.run(inputsOf(forecaster, 2), 2);
  predictor.dispose();
  for (const window of [0, 1])
    expect(steps!.subarray((window * LOOKBACK + LOOKBACK - 1) * 5, (window * LOOKBACK + LOOKBACK) * 5)).toEqual(
      cell!.subarray(window * 5, (window + 1) * 5),
    );
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

it('refuses options that an architecture does not have', () => {
  const problems = (config: object) => ModelConfig.safeParse(config).error?.issues.map(({ path }) => path.join('.'));
  expect(problems({ architecture: 'linear', lookback: 4, options: { units: 3 } })).toEqual(['options']);
  expect(problems({ architecture: 'lstm', lookback: 4, colour: 'red' })).toEqual(['']);
  const even = { lookback: 9, options: { decomposition: 4 } };
  expect(problems({ architecture: 'linear', ...even })).toEqual(['options.decomposition']);
  expect(problems({ architecture: 'mlp', ...even })).toEqual(['options.decomposition']);
});

describe('covariates', () => {
  it.each(['linear', 'sparse-tsf', 'cyclenet', 'seg-rnn'])(
    'are refused by %s, which names those that read them',
    (architecture) => {
      const options =
        { 'sparse-tsf': { period: 4 }, cyclenet: { period: 4 }, 'seg-rnn': { segment: 4 } }[architecture] ?? {};
      const { error } = ModelConfig.safeParse({
        architecture,
        lookback: LOOKBACK,
        options,
        past: ['rain'],
        static: ['size'],
      });
      expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual([
        `past: "${architecture}" reads no past channels; mlp, rnn, lstm, gru, itransformer do`,
        `static: "${architecture}" reads no static channels; mlp, rnn, lstm, gru, itransformer do`,
      ]);
    },
  );

  it('are refused where a name stands twice', () => {
    const { error } = ModelConfig.safeParse({ architecture: 'mlp', lookback: 4, past: ['rain', 'rain'] });
    expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['past'], 'a name stands in it twice'],
    ]);
  });

  describe.each(['mlp', 'rnn', 'lstm', 'gru', 'itransformer'])('of %s', (architecture) => {
    const forecaster = createForecaster(
      ModelConfig.parse({ ...CASES[architecture], architecture, lookback: LOOKBACK, ...ALL }),
      DATA,
    );
    const SIZES = { covariates: LOOKBACK * 2, known: (LOOKBACK + DATA.horizon) * 2, static: 2 };

    it('each moves the forecast of its own window and of no other', () => {
      const [parameters, inputs] = [forecaster.initialise(8), inputsOf(forecaster, 2)];
      const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
      const run = (changed = {}) => predictor.run({ ...inputs, ...changed }, 2)['forecast']!.slice();
      const plain = run();
      const half = plain.length / 2;
      const still = Object.entries(SIZES).flatMap(([name, size]) =>
        Array.from({ length: size }, (_, place) => {
          const changed = inputs[name]!.slice();
          changed[place]! += 3;
          const forecast = run({ [name]: changed });
          expect(largestDifference(forecast.subarray(half), plain.subarray(half))).toBeLessThan(1e-6);
          return largestDifference(forecast.subarray(0, half), plain.subarray(0, half)) > 1e-6 ? [] : [name, place];
        }).filter((where) => where.length > 0),
      );
      predictor.dispose();
      expect(still).toEqual([]);
    });
  });

  // A known value of one step ahead has no other way into a recurrent forecast than the map of that step.
  it.each(['rnn', 'lstm', 'gru'])('known ahead add their share to their own step of %s alone', (architecture) => {
    const config = ModelConfig.parse({
      architecture,
      lookback: LOOKBACK,
      known: ['hour', 'phase'],
      options: { units: 4 },
    });
    const forecaster = createForecaster(config, DATA);
    const [parameters, inputs] = [forecaster.initialise(9), inputsOf(forecaster, 1)];
    const before = forecastEagerly(forecaster, parameters, inputs, { batch: 1 });
    const known = inputs['known']!.slice();
    const [step, channel, by] = [2, 1, 0.5];
    known[(LOOKBACK + step) * 2 + channel]! += by;
    const after = forecastEagerly(forecaster, parameters, { ...inputs, known }, { batch: 1 });
    const kernel = parameters['ahead.kernel']!.values;
    after.forEach((value, i) => {
      const share = Math.floor(i / 3) === step ? by * kernel[channel * 3 + (i % 3)]! : 0;
      expect(value - before[i]!).toBeCloseTo(share, 5);
    });
  });

  // The same number beside every step and channel is one more summand of each hidden unit.
  it('of the mlp are one more product in the first layer, the same for every channel', () => {
    const config = ModelConfig.parse({
      architecture: 'mlp',
      lookback: LOOKBACK,
      static: ['size'],
      options: { hidden: 6 },
    });
    const forecaster = createForecaster(config, DATA);
    const parameters = forecaster.initialise(10);
    const bias = parameters['map.in.bias']!;
    const [past, size] = [inputsOf(forecaster, 1)['past']!, 1.7];
    const shifted = {
      ...parameters,
      'map.in.bias': {
        ...bias,
        values: bias.values.map((value, i) => value + size * parameters['covariates.kernel']!.values[i]!),
      },
    };
    const withStatic = forecastEagerly(forecaster, parameters, { past, static: Float32Array.of(size) }, { batch: 1 });
    const without = forecastEagerly(forecaster, shifted, { past, static: Float32Array.of(0) }, { batch: 1 });
    expect(largestDifference(withStatic, without)).toBeLessThan(1e-5);
  });

  // Attention does not know the order of its tokens.
  it('of the itransformer are tokens: two past channels that change places change nothing, a past and a target much', () => {
    const config = ModelConfig.parse({
      architecture: 'itransformer',
      lookback: LOOKBACK,
      past: ['rain', 'wind'],
      options: { width: 8, heads: 2 },
    });
    const forecaster = createForecaster(config, DATA);
    const [parameters, inputs] = [forecaster.initialise(11), inputsOf(forecaster, 1)];
    const forecast = (changed: Record<string, Float32Array>) =>
      forecastEagerly(forecaster, parameters, { ...inputs, ...changed }, { batch: 1 });
    const swapped = inputs['covariates']!.map((_, i, all) => all[i - (i % 2) + (1 - (i % 2))]!);
    expect(largestDifference(forecast({ covariates: swapped }), forecast({}))).toBeLessThan(1e-5);
    const [past, covariates] = [inputs['past']!.slice(), inputs['covariates']!.slice()];
    for (let row = 0; row < LOOKBACK; row++)
      [past[row * 3]!, covariates[row * 2]!] = [covariates[row * 2]!, past[row * 3]!];
    expect(largestDifference(forecast({ past, covariates }), forecast({}))).toBeGreaterThan(1e-3);
  });
});

/** gates · ((I + U) · U + U) for the first layer, gates · (2U · U + U) for each that follows; the head (U + 1) · H · C; ahead K · C. */
it.each([
  ['rnn', 1],
  ['gru', 3],
  ['lstm', 4],
])('%s of n layers has the parameters of the closed formula', (architecture, gates) => {
  const [units, inputs] = [7, 3 + 2 + 2 + 2];
  for (const layers of [1, 2, 4]) {
    const config = ModelConfig.parse({ architecture, lookback: LOOKBACK, ...ALL, options: { units, layers } });
    const first = gates * ((inputs + units) * units + units);
    const others = (layers - 1) * gates * (2 * units * units + units);
    const head = (units + 1) * DATA.horizon * 3 + 2 * 3;
    expect(countParameters(createForecaster(config, DATA).initialise(0))).toBe(first + others + head);
  }
});

it.each([
  ['mlp', { hidden: 5 }, (LOOKBACK + 1) * 5 + (LOOKBACK * 2 + (LOOKBACK + 4) * 2 + 2) * 5 + 6 * 4],
  [
    'itransformer',
    { width: 8, heads: 2, layers: 1, feedForward: 6 },
    (LOOKBACK + 1) * 8 + (LOOKBACK + 4 + 1) * 8 + 3 * 8 + 4 * 9 * 8 + 4 * 8 + (9 * 6 + 7 * 8) + 2 * 8 + 9 * 4,
  ],
])('%s with covariates has the parameters of the closed formula', (architecture, options, count) => {
  const config = ModelConfig.parse({ architecture, lookback: LOOKBACK, ...ALL, options });
  expect(countParameters(createForecaster(config, DATA).initialise(0))).toBe(count);
});

describe('the floor of a scaler', () => {
  const model = (scope: 'global' | 'series') => {
    const forecaster = createForecaster(ModelConfig.parse({ architecture: 'linear', lookback: LOOKBACK }), DATA);
    const rows = scope === 'global' ? 1 : 2;
    const [shift, scale] = [
      [
        [4, 5, 6],
        [1, 2, 3],
      ].slice(0, rows),
      [
        [2, 2, 2],
        [4, 4, 4],
      ].slice(0, rows),
    ];
    const scaler = { kind: 'standard', scope, shift, scale, floor: 3, transform: ['none', 'log1p', 'sqrt'] };
    const parameters = forecaster.initialise(12);
    const description = {
      ...describeForecaster(forecaster, DATA.season),
      scaler,
      frequency: 'PT1H',
      weightsManifest: [],
    };
    return { forecaster, parameters, model: { description, parameters } as never };
  };
  /** (transform(3) - shift) / scale, by series. */
  const FLOORS = [
    [(3 - 4) / 2, (Math.log(4) - 5) / 2, (Math.sqrt(3) - 6) / 2],
    [(3 - 1) / 4, (Math.log(4) - 2) / 4, (Math.sqrt(3) - 3) / 4],
  ];
  const expected = (forecast: Float32Array, floors: number[][]) =>
    forecast.map((value, i) => Math.max(value, floors[Math.floor(i / 12)]![i % 3]!));

  it('raises what a stored model says below it, and leaves the training function as it is', () => {
    const { forecaster, parameters, model: stored } = model('global');
    const restored = restoreForecaster(stored);
    const inputs = { past: inputsOf(forecaster, 2)['past']!.map((value) => 3 * value - 2) };
    const free = forecastEagerly(forecaster, parameters, inputs, { batch: 2 });
    const raised = forecastEagerly(restored, parameters, inputs, { batch: 2 });
    const wanted = expected(free, [FLOORS[0]!, FLOORS[0]!]);
    expect(largestDifference(free, wanted)).toBeGreaterThan(0.1);
    expect(largestDifference(raised, wanted)).toBeLessThan(1e-6);
  });

  it.each(['cpu', 'wasm'] as const)(
    'is in the exported graph on %s; with a scaler for each series it is an input',
    async (backend) => {
      for (const scope of ['global', 'series'] as const) {
        const { forecaster, parameters, model: stored } = model(scope);
        const folder = temporaryFolder();
        exportForecaster(stored, folder);
        const loaded = await loadGraphModelFolder(folder, backend);
        const past = inputsOf(forecaster, 2)['past']!.map((value) => 3 * value - 2);
        const floor = Float32Array.from(FLOORS.flat());
        const { forecast } = await loaded.run({ past, ...(scope === 'series' && { floor }) }, 2);
        const free = forecastEagerly(forecaster, parameters, { past }, { batch: 2 });
        const wanted = expected(free, scope === 'series' ? FLOORS : [FLOORS[0]!, FLOORS[0]!]);
        expect(largestDifference(free, wanted)).toBeGreaterThan(0.1);
        expect(largestDifference(forecast!, wanted)).toBeLessThan(1e-5);
        loaded.dispose();
      }
    },
  );
});
