import type { Model, ParameterValues } from '@tsdistill/contracts';
import { compileInference, type Predictor } from '@tsdistill/engine';
import { type Forecaster, restoreForecaster } from '@tsdistill/forecasting';
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

/**
 * Times forecasts of one thread, batch by batch, after a warm-up; inputs are zeros, which no kernel treats differently.
 *
 * @param models asked one after the other in each call, as the members of an ensemble are
 */
export function measureLatency(models: readonly Model[], batches: readonly number[]): Latency[] {
  const initialised = models.map((model) => ({ forecaster: restoreForecaster(model), parameters: model.parameters }));
  return measureForecasters(initialised, batches);
}

/** A model's function with parameters, trained or not. */
export interface InitialisedForecaster {
  readonly forecaster: Forecaster;
  readonly parameters: ParameterValues;
}

/** The same for models that are not stored: what they are worth does not change what they cost. */
export function measureForecasters(models: readonly InitialisedForecaster[], batches: readonly number[]): Latency[] {
  const timed: TimedModel[] = [];
  try {
    for (const model of models) timed.push(loadModel(model));
    return batches.map((batch) => {
      const calls = timed.map(({ predictor, inputsOf }) => ({ predictor, inputs: inputsOf(batch) }));
      const callAll = () => calls.forEach(({ predictor, inputs }) => predictor.run(inputs, batch));
      return summarizeTimes(batch, timeCalls(callAll));
    });
  } finally {
    for (const { predictor } of timed) predictor.dispose();
  }
}

interface TimedModel {
  readonly predictor: Predictor;
  readonly inputsOf: (batch: number) => Record<string, Float32Array>;
}

function loadModel({ forecaster, parameters }: InitialisedForecaster): TimedModel {
  const inputsOf = (batch: number) =>
    Object.fromEntries(
      Object.entries(forecaster.inputs).map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape, batch))]),
    );
  return { predictor: compileInference({ ...forecaster, parameters }), inputsOf };
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
