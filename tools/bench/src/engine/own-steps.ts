import { sizeOf } from '@tsdistill/contracts';
import { compileStep, tf, type TrainStep } from '@tsdistill/engine';
import { createForecaster, ModelConfig } from '@tsdistill/forecasting';
import { median } from '../ratio';
import type { BenchRow } from './rows';

/** Median time of one training step, and the loss that the last one read. */
export interface StepTiming {
  readonly stepMs: number;
  readonly loss: number;
}

const WARM_UP_STEPS = 10;
const POSITION = { learningRate: 1e-3, seed: 0, epoch: 1 } as const;

/** A training step of this project's own models and engine, ready to be timed. Must be disposed. */
export class OwnSteps {
  readonly #step: TrainStep;
  readonly #feeds: Record<string, Float32Array>;

  constructor(row: BenchRow) {
    const { batch, lookback, horizon, channels } = row;
    const forecaster = createForecaster(configOf(row), {
      channels: { target: Array.from({ length: channels }, (_, i) => `c${i}`), past: [], known: [], static: [] },
      horizon,
      season: 1,
    });
    const [past, future] = [[batch, lookback, channels] as const, [batch, horizon, channels] as const];
    this.#step = compileStep({
      parameters: forecaster.initialise(0),
      feeds: { past: { shape: past, dtype: 'float32' }, future: { shape: future, dtype: 'float32' } },
      loss: (parameters, { past, future }, context) => {
        const { forecast } = forecaster.forward(parameters, { past } as tf.NamedTensorMap, context);
        return { loss: tf.mean(tf.square(tf.sub(forecast as tf.Tensor, future as tf.Tensor))) };
      },
      optimizer: { kind: 'adam' },
    });
    this.#feeds = { past: noise(past), future: noise(future) };
    this.time(WARM_UP_STEPS);
  }

  time(steps: number): StepTiming {
    const times: number[] = [];
    let loss = NaN;
    for (let step = 0; step < steps; step++) {
      const start = performance.now();
      ({ loss } = this.#step.run(this.#feeds, POSITION));
      times.push(performance.now() - start);
    }
    return { stepMs: median(times), loss };
  }

  dispose(): void {
    this.#step.dispose();
  }
}

function configOf({ architecture, lookback, width, heads, layers, feedForward, kernel }: BenchRow): ModelConfig {
  const options = {
    mlp: { hidden: width },
    lstm: { units: width },
    gru: { units: width },
    cnn: { width, kernel, layers, dropout: 0 },
    itransformer: { width, heads, layers, feedForward, dropout: 0 },
  }[architecture];
  const normalisation = architecture === 'itransformer' ? 'revin' : 'none';
  return ModelConfig.parse({ architecture, lookback, normalisation, options });
}

/** Values in [-1, 1] that repeat nowhere. */
function noise(shape: readonly number[]): Float32Array {
  const size = sizeOf(shape);
  return Float32Array.from({ length: size }, (_, i) => Math.sin(i * i + 0.7 * i));
}
