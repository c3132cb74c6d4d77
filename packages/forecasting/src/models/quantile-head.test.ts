import type { ParameterValues } from '@tsdistill/contracts';
import { compileInference, compileStep, loadEngine, loadGraphModelFolder, tf } from '@tsdistill/engine';
import { temporaryFolder } from '@tsdistill/testing';
import { pinballLoss, pinballSum } from '../training/pointwise-loss';
import { exportForecaster } from './export-forecaster';
import { createForecaster, describeForecaster, type Forecaster } from './forecaster';
import { floorForecasts } from './floor-forecasts';
import { ModelConfig } from './model-config';

const LEVELS = [0.05, 0.25, 0.5, 0.9];
const DATA = { channels: { target: ['a', 'b'], past: [], known: [], static: [] }, horizon: 3, season: 4 };
const [LOOKBACK, BATCH, SIZE] = [8, 3, 6];

const CASES = {
  mlp: { options: { hidden: 5, decomposition: 3 }, normalisation: 'revin' },
  lstm: { options: { units: 4, layers: 2 }, residual: 'last' },
  'seg-rnn': { options: { segment: 4, width: 4 } },
  itransformer: { options: { width: 4, heads: 2, layers: 1, feedForward: 4 }, normalisation: 'mean' },
};

const forecasterOf = (architecture: keyof typeof CASES, quantiles = LEVELS): Forecaster =>
  createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, ...CASES[architecture], quantiles }), DATA);

const past = Float32Array.from({ length: BATCH * LOOKBACK * 2 }, (_, i) => 2 * Math.sin(1.7 * i) + Math.cos(i * i));

function run({ inputs, forward }: Forecaster, parameters: ParameterValues) {
  const predictor = compileInference({ parameters, inputs, forward });
  const { forecast, quantiles } = predictor.run({ past }, BATCH);
  predictor.dispose();
  return { forecast: forecast!, quantiles: quantiles! };
}

const at = (quantiles: Float32Array, window: number, q: number, i: number) =>
  quantiles[(window * LEVELS.length + q) * SIZE + i]!;

beforeAll(() => loadEngine());

describe.each(Object.keys(CASES) as (keyof typeof CASES)[])('%s with quantiles', (architecture) => {
  const forecaster = forecasterOf(architecture);
  const parameters = forecaster.initialise(1);

  it('has them in ascending order around its forecast, which is the median and that of the model without', () => {
    const { forecast, quantiles } = run(forecaster, parameters);
    expect(quantiles.length).toBe(BATCH * LEVELS.length * SIZE);
    for (let window = 0; window < BATCH; window++)
      for (let i = 0; i < SIZE; i++) {
        const list = LEVELS.map((_, q) => at(quantiles, window, q, i));
        expect(list).toEqual([...list].sort((a, b) => a - b));
        expect(list[2]).toBeCloseTo(forecast[window * SIZE + i]!, 5);
        expect(new Set(list).size).toBe(LEVELS.length);
      }
    const { 'quantiles.kernel': _, 'quantiles.bias': __, ...core } = parameters;
    const plain = run(forecasterOf(architecture, []), core);
    plain.forecast.forEach((value, i) => expect(forecast[i]).toBeCloseTo(value, 5));
  });

  it('learns all parameters from pinball', () => {
    const feeds = { past: { shape: [BATCH, LOOKBACK, 2], dtype: 'float32' as const } };
    const step = compileStep({
      ...{ parameters, feeds, optimizer: { kind: 'sgd' } },
      loss: (weights, tensors, context) => {
        const { quantiles } = forecaster.forward(weights, tensors, context);
        return { loss: tf.mean(pinballLoss(LEVELS, tf.fill([BATCH, 1, 3, 2], 0.3), quantiles!)) };
      },
    });
    step.run({ past }, { learningRate: 1, seed: 0, epoch: 1 });
    const after = step.parameters();
    step.dispose();
    const still = Object.keys(parameters).filter((name) =>
      after[name]!.values.every((value, i) => value === parameters[name]!.values[i]),
    );
    // A shift of all keys cancels in the softmax.
    expect(still.filter((name) => !name.endsWith('.key.bias'))).toEqual([]);
  });

  it('exported as a GraphModel says the same in plain tfjs', async () => {
    const folder = temporaryFolder();
    const scaler = { kind: 'none', scope: 'global', shift: [[0, 0]], scale: [[1, 1]] };
    const described = {
      ...describeForecaster(forecaster, DATA.season),
      scaler,
      frequency: 'PT1H',
      weightsManifest: [],
    };
    exportForecaster({ description: described, parameters } as never, folder);
    const model = await loadGraphModelFolder(folder, 'cpu');
    const { quantiles } = await model.run({ past }, BATCH);
    const expected = run(forecaster, parameters).quantiles;
    quantiles!.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
    model.dispose();
  });
});

it('raises quantiles to the floor as it does the forecast', () => {
  const scaler = { kind: 'none', scope: 'global', shift: [[0, 0]], scale: [[1, 1]], floor: 0 } as const;
  const forecaster = forecasterOf('mlp');
  const parameters = forecaster.initialise(1);
  const [free, raised] = [run(forecaster, parameters), run(floorForecasts(forecaster, scaler), parameters)];
  expect(free.quantiles.some((value) => value < 0)).toBe(true);
  expect([...raised.quantiles]).toEqual([...free.quantiles].map((value) => Math.max(0, value)));
});

it('needs levels in order with the median among others, and a hidden layer', () => {
  const isValid = (quantiles: number[], architecture = 'mlp') =>
    ModelConfig.safeParse({ architecture, lookback: LOOKBACK, quantiles }).success;
  expect([[0.1, 0.5], [0.5], [0.1, 0.9], [0.9, 0.5], [0.5, 1]].map((levels) => isValid(levels))).toEqual([
    ...[true, false, false, false, false],
  ]);
  expect([isValid([0.1, 0.5], 'linear'), isValid([], 'linear')]).toEqual([false, true]);
});

// Truth 1; quantiles 0 and 3 of the levels ¼ and ½: ¼ · 1 and ½ · 2, the mean of both.
it('is fitted by pinball, by hand, and validated by the same over what is observed', () => {
  const [levels, quantiles] = [[0.25, 0.5], Float32Array.of(0, 0, 3, 0)];
  const losses = tf.tidy(() => [
    ...pinballLoss(levels, tf.tensor4d([1, 9], [1, 1, 2, 1]), tf.tensor4d(quantiles, [1, 2, 2, 1])).dataSync(),
  ]);
  expect(losses[0]).toBeCloseTo((0.25 + 1) / 2, 6);
  expect(losses[1]).toBeCloseTo((0.25 * 9 + 0.5 * 9) / 2, 5);
  const truth = Float32Array.of(1, 9);
  expect(pinballSum(levels, { truth }, quantiles, [1, 2]).sum).toBeCloseTo(losses[0]! + losses[1]!, 5);
  const half = pinballSum(levels, { truth, observed: Float32Array.of(1, 0) }, quantiles, [1, 2]);
  expect(half).toEqual({ sum: expect.closeTo(losses[0]!, 6), count: 1 });
});
