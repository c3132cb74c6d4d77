import {
  INFERENCE,
  compileInference,
  compileStep,
  loadEngine,
  loadGraphModelFolder,
  tf,
  type Tensor,
} from '@tsdistill/engine';
import { temporaryFolder } from '@tsdistill/testing';
import {
  DATA,
  feedsOf,
  forecastEagerly,
  forecasterOf,
  inputsOf,
  largestDifference,
  LOOKBACK,
  runForward,
  SCALER,
} from '../../testing/model-cases';
import { exportForecaster } from './export-forecaster';
import { describeForecaster, restoreForecaster } from './forecaster';
import { type Architecture, ARCHITECTURES } from './registry';

/** @file What holds of every model, each in the case of `model-cases.ts`. */

/**
 * Dropouts in one forecast: one a hidden or recurrent layer or dense block, two branches in the mlp; two a residual block of the cnn; where there
 * is attention one after the embedding and, in each layer, on the attention weights, the attention's sum, the wide layer and the narrow one's sum.
 */
const DROPOUT_COUNTS: Readonly<Record<Architecture, number>> = {
  linear: 0,
  'sparse-tsf': 0,
  cyclenet: 0,
  mlp: 2,
  tide: 2 + 2 + 2 + 1,
  rnn: 2,
  lstm: 1,
  gru: 3,
  'seg-rnn': 1,
  cnn: 2 * 2,
  transformer: 1 + 2 * 4,
  itransformer: 1 + 2 * 4,
  'patch-tst': 1 + 2 * 4,
};

beforeAll(() => loadEngine());

describe.each(ARCHITECTURES)('%s', (architecture) => {
  const forecaster = forecasterOf(architecture);
  const targetCount = DATA.channels.target.length;

  function compiledStep(batch: number, parameters = forecaster.initialise(2)) {
    return compileStep({
      parameters,
      feeds: feedsOf(forecaster, batch),
      loss: (weights, tensors, context) => ({
        loss: tf.mean(tf.square(tf.sub(forecaster.forward(weights, tensors, context)['forecast']!, 3))),
      }),
      optimizer: { kind: 'sgd' },
    });
  }

  it.each([1, 5])('forecasts [B, H, C], with hidden features of each window, at a batch of %i', (batch) => {
    const [forecast, hidden] = tf.tidy(() => {
      const outputs = runForward(forecaster, forecaster.initialise(0), inputsOf(forecaster, batch), { batch });
      return [outputs['forecast']?.shape, outputs['hidden']?.shape];
    });
    expect(forecast).toEqual([batch, DATA.horizon, targetCount]);
    expect(hidden?.[0] ?? batch).toBe(batch);
  });

  it.each([1, 3, 64])('compiled for any batch forecasts what its function forecasts, batch %i', (batch) => {
    const parameters = forecaster.initialise(1);
    const inputs = inputsOf(forecaster, batch);
    const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
    const { forecast } = predictor.run(inputs, batch);
    const expected = forecastEagerly(forecaster, parameters, inputs, { batch });
    expect(largestDifference(forecast!, expected)).toBeLessThanOrEqual(1e-5);
    predictor.dispose();
  });

  it('gives every parameter a gradient', () => {
    const parameters = forecaster.initialise(2);
    const batch = 8;
    const step = compiledStep(batch, parameters);
    step.run(inputsOf(forecaster, batch), { learningRate: 0.1, seed: 0, epoch: 1 });
    const unchanged = Object.entries(step.parameters()).filter(
      ([name, { values }]) => largestDifference(values, parameters[name]!.values) === 0,
    );
    // A shift of all keys adds the same to every score of a query, which softmax takes out again: its gradient is 0.
    expect(unchanged.map(([name]) => name).filter((name) => !name.endsWith('.key.bias'))).toEqual([]);
    step.dispose();
  });

  it('leaks no tensor, run by operation, compiled or trained', () => {
    const parameters = forecaster.initialise(2);
    const inputs = inputsOf(forecaster, 2);
    const use = () => {
      forecastEagerly(forecaster, parameters, inputs, { batch: 2 });
      const predictor = compileInference({ parameters, inputs: forecaster.inputs, forward: forecaster.forward });
      predictor.run(inputs, 2);
      predictor.dispose();
      const step = compiledStep(2);
      step.run(inputs, { learningRate: 0.1, seed: 0, epoch: 1 });
      step.dispose();
      return tf.memory().numTensors;
    };
    expect(use()).toBe(use());
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
      context: { ...INFERENCE, dropout },
    });
    expect(rates).toEqual(Array(DROPOUT_COUNTS[architecture]).fill(0.2));
  });

  it('starts from the same parameters for one seed and from others for another', () => {
    expect(forecaster.initialise(5)).toEqual(forecaster.initialise(5));
    expect(forecaster.initialise(5)).not.toEqual(forecaster.initialise(6));
  });
});
