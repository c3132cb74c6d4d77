import { compileInference, loadEngine } from '@tsdistill/engine';
import { DATA, forecasterOf, inputsOf, largestDifference, LOOKBACK } from '../../testing/model-cases';
import { createForecaster, type Forecaster } from './forecaster';
import { ModelConfig } from './model-config';
import { type Architecture, ARCHITECTURES } from './registry';

/** @file What models show beside their forecasts. */

beforeAll(() => loadEngine());

function run(forecaster: Forecaster, layers: readonly string[], batch: number, seed = 3) {
  const parameters = forecaster.initialise(seed);
  const { inputs } = forecaster;
  const predictor = compileInference({ parameters, inputs, forward: forecaster.showing(layers) });
  const outputs = predictor.run(inputsOf(forecaster, batch), batch);
  predictor.dispose();
  return { parameters, outputs };
}

/** Hidden layers of every architecture, in one window: 3 channels, the sizes of `model-cases.ts`. */
const LAYERS: Readonly<Record<Architecture, Readonly<Record<string, readonly number[]>>>> = {
  linear: {},
  'sparse-tsf': {},
  cyclenet: {},
  mlp: { map: [3, 8], trend: [3, 8] },
  tide: { encoder: [3, 6] },
  rnn: { cell: [5], cell2: [5], steps: [12, 5] },
  lstm: { cell: [5], steps: [12, 5] },
  gru: { cell: [5], cell2: [5], cell3: [5], steps: [12, 5] },
  'seg-rnn': { state: [3, 6] },
  cnn: { state: [5] },
  transformer: { state: [6] },
  itransformer: { embed: [3, 8], layer0: [3, 8], layer1: [3, 8], norm: [3, 8] },
  'patch-tst': { patches: [3, 30] },
};

it.each(ARCHITECTURES)(
  '%s shows the hidden layers that it names, and forecasts the same beside them',
  (architecture) => {
    const [forecaster, layers, batch] = [forecasterOf(architecture), LAYERS[architecture], 4];
    expect(forecaster.layers).toEqual(layers);
    const { forecast, ...hidden } = run(forecaster, Object.keys(layers), batch).outputs;
    expect(Object.keys(hidden)).toEqual(Object.keys(layers));
    for (const [name, shape] of Object.entries(layers))
      expect(hidden[name]!.length).toBe(shape.reduce((product, length) => product * length, batch));
    expect(largestDifference(forecast!, run(forecaster, [], batch).outputs['forecast']!)).toBeLessThan(1e-6);
  },
);

// Without normalisation, what the head makes of the last hidden layer is the forecast.
it.each([
  ['mlp', { hidden: 8 }, ['map', 'map.out'], 3],
  ['itransformer', { width: 8, heads: 2, feedForward: 12 }, ['norm', 'head'], 3],
  ['patch-tst', { patch: 6, stride: 2, width: 6, heads: 3, layers: 1 }, ['patches', 'head'], 3],
  ['lstm', { units: 5, layers: 2 }, ['cell2', 'head'], 1],
  ['cnn', { width: 5 }, ['state', 'head'], 1],
  ['transformer', { width: 6, heads: 2 }, ['state', 'head'], 1],
] as const)('%s %j shows the layer that its head reads', (architecture, options, [layer, head], rowCount) => {
  const forecaster = createForecaster(ModelConfig.parse({ architecture, lookback: LOOKBACK, options }), DATA);
  const { parameters, outputs } = run(forecaster, [layer], 1, 6);
  const { forecast, [layer]: features } = outputs;
  const [kernel, bias] = [parameters[`${head}.kernel`]!, parameters[`${head}.bias`]!];
  const [width = 0, outputCount = 0] = kernel.shape;
  for (let row = 0; row < rowCount; row++)
    for (let output = 0; output < outputCount; output++) {
      let told = bias.values[output]!;
      for (let i = 0; i < width; i++) told += features![row * width + i]! * kernel.values[i * outputCount + output]!;
      // Rows are channels, or all of the window: [H, C] step by step.
      expect(forecast![rowCount === 1 ? output : output * 3 + row]).toBeCloseTo(told, 4);
    }
});

it('shows all states of a recurrent layer step by step, the last state last', () => {
  const { steps, cell } = run(forecasterOf('lstm'), ['steps', 'cell'], 2).outputs;
  for (const window of [0, 1])
    expect(steps!.subarray((window * LOOKBACK + LOOKBACK - 1) * 5, (window * LOOKBACK + LOOKBACK) * 5)).toEqual(
      cell!.subarray(window * 5, (window + 1) * 5),
    );
});
