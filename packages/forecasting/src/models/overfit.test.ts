import { compileStep, loadEngine, tf } from '@tsdistill/engine';
import { feedsOf } from '../../testing/model-cases';
import { createForecaster } from './forecaster';
import { ModelConfig } from './model-config';
import { type Architecture, ARCHITECTURES } from './registry';

const [WINDOWS, LOOKBACK, HORIZON, CHANNELS] = [8, 20, 5, 2];
const TOKENS = { width: 16, heads: 2, layers: 1, feedForward: 16, dropout: 0 };

/** Sizes that suffice for a series of cycles of 10 and 5 steps. */
const SETTINGS: Readonly<Record<Architecture, object>> = {
  linear: {},
  'sparse-tsf': { options: { period: 5 }, normalisation: 'mean' },
  cyclenet: { options: { period: 10 } },
  mlp: { options: { hidden: 16 } },
  tide: { options: { width: 16, decoded: 4, dropout: 0 } },
  rnn: { options: { units: 16 } },
  lstm: { options: { units: 16 } },
  gru: { options: { units: 16 } },
  'seg-rnn': { options: { segment: 5, width: 16, dropout: 0 } },
  cnn: { options: { width: 8, dropout: 0 } },
  transformer: { options: TOKENS },
  itransformer: { options: TOKENS },
  'patch-tst': { options: { patch: 4, stride: 2, ...TOKENS } },
};

const valueAt = (t: number, channel: number) =>
  Math.sin((2 * Math.PI * t) / 10 + channel) + 0.5 * Math.cos((2 * Math.PI * t) / 5 + 2 * channel);

/** Rows from … from + count − 1 of every window, one step after the other: [WINDOWS, count, CHANNELS]. */
function rowsFrom(from: number, count: number): Float32Array {
  return Float32Array.from({ length: WINDOWS * count * CHANNELS }, (_, i) => {
    const row = Math.floor(i / CHANNELS);
    return valueAt(Math.floor(row / count) + from + (row % count), i % CHANNELS);
  });
}

beforeAll(() => loadEngine());

it.each(ARCHITECTURES)('%s learns eight windows by heart, to an mse of 1e-3', (architecture) => {
  const config = ModelConfig.parse({ architecture, lookback: LOOKBACK, ...SETTINGS[architecture] });
  const channels = { target: ['a', 'b'], past: [], known: [], static: [] };
  const forecaster = createForecaster(config, { channels, horizon: HORIZON, season: 1 });
  const truth = { shape: [WINDOWS, HORIZON, CHANNELS], dtype: 'float32' } as const;
  const step = compileStep({
    parameters: forecaster.initialise(1),
    feeds: { ...feedsOf(forecaster, WINDOWS), truth },
    loss: (weights, { truth, ...inputs }, context) => ({
      loss: tf.mean(tf.square(tf.sub(forecaster.forward(weights, inputs, context)['forecast']!, truth!))),
    }),
    optimizer: { kind: 'adam' },
  });
  const phase = Float32Array.from({ length: WINDOWS }, (_, window) => (window + LOOKBACK) % 10);
  const feeds = {
    ...{ past: rowsFrom(0, LOOKBACK), truth: rowsFrom(LOOKBACK, HORIZON) },
    ...(forecaster.cycle !== undefined && { phase }),
  };
  const losses: number[] = [];
  while (losses.length < 2000 && (losses.at(-1) ?? 1) >= 1e-3)
    losses.push(step.run(feeds, { learningRate: 0.01, seed: 0, epoch: 1 }).loss);
  step.dispose();
  expect(losses[0]).toBeGreaterThan(0.1);
  expect(losses.at(-1)).toBeLessThan(1e-3);
});
