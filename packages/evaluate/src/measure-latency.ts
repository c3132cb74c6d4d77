import type { Model } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import { restoreForecaster } from '@tsdistill/forecasting';
import { quantileSorted } from 'simple-statistics';

/** Time of one call, in ms. */
export interface Latency {
  readonly batch: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly callCount: number;
}

const WARM_UP_CALLS = 20;
const CALLS = 200;
/** A slow model is timed over fewer calls. */
const LONGEST_MS = 2_000;

/** Times forecasts of one thread, batch by batch, after a warm-up; inputs are zeros, which no kernel treats differently. */
export function measureLatency(model: Model, batches: readonly number[]): Latency[] {
  const forecaster = restoreForecaster(model);
  const predictor = compileInference({ ...forecaster, parameters: model.parameters });
  try {
    return batches.map((batch) => {
      const inputs = Object.fromEntries(
        Object.entries(forecaster.inputs).map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape, batch))]),
      );
      return summarizeTimes(
        batch,
        timeCalls(() => predictor.run(inputs, batch)),
      );
    });
  } finally {
    predictor.dispose();
  }
}

function timeCalls(call: () => unknown): number[] {
  for (let i = 0; i < WARM_UP_CALLS; i++) call();
  const times: number[] = [];
  const end = performance.now() + LONGEST_MS;
  while (times.length < CALLS && performance.now() < end) {
    const start = performance.now();
    call();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

function summarizeTimes(batch: number, times: number[]): Latency {
  return { batch, p50Ms: quantileSorted(times, 0.5), p95Ms: quantileSorted(times, 0.95), callCount: times.length };
}

function sizeOf(shape: readonly number[], batch: number): number {
  return shape.slice(1).reduce((product, length) => product * length, batch);
}
