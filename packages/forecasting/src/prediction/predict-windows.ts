import type { Predictor } from '@tsdistill/engine';
import type { Windows } from '../data/windows';
import type { Forecaster } from '../models/forecaster';
import { QUANTILES } from '../models/quantile-head';
import { fillInputs } from '../training/batch-feeder';
import { lossSum, pinballSum } from '../training/pointwise-loss';
import type { PointwiseLoss } from '../training/training-config';

/** Large enough to be fast, small enough for 862 channels. */
const BATCH = 64;

/** Forecasts of consecutive windows, standardized, [count, H, C]; the array is reused for the next batch. */
export interface ForecastBatch {
  readonly first: number;
  readonly count: number;
  readonly forecast: Float32Array;
  /** Hidden layers that the predictor shows, [count, …] by name, and `quantiles` [count, Q, H, C] where it forecasts some. */
  readonly hidden: Readonly<Record<string, Float32Array>>;
}

/** The windows to forecast and the model's inputs. */
export interface PredictionTask {
  readonly forecaster: Forecaster;
  readonly windows: Windows;
}

/** Forecasts every window in stored order, batch by batch. */
export function* predictWindows(
  predictor: Predictor,
  { forecaster, windows }: PredictionTask,
): Generator<ForecastBatch> {
  const arrays = inputArrays(forecaster);
  const inputs = { arrays, cycle: forecaster.cycle, batchSize: BATCH };
  for (let first = 0; first < windows.count; first += BATCH) {
    const count = Math.min(BATCH, windows.count - first);
    for (let slot = 0; slot < count; slot++) fillInputs(windows, first + slot, slot, inputs);
    const { forecast, ...hidden } = predictor.run(cut(arrays, count), count);
    if (!forecast) throw new RangeError('a forecaster returns a forecast');
    yield { first, count, forecast, hidden };
  }
}

/** Mean hard loss over what is observed of all windows, steps and channels, pinball of quantiles: summed first, divided once. */
export function validationLoss(predictor: Predictor, task: PredictionTask, kind: PointwiseLoss): number {
  const size = task.forecaster.horizon * task.forecaster.channels.target.length;
  const { windows } = task;
  const truth = new Float32Array(BATCH * size);
  const observed = windows.copyObserved && new Float32Array(BATCH * size);
  let [sum, elements] = [0, 0];
  const { quantiles: levels } = task.forecaster.config;
  for (const { first, count, forecast, hidden } of predictWindows(predictor, task)) {
    for (let slot = 0; slot < count; slot++) {
      windows.copyTarget(first + slot, truth, slot * size);
      if (observed) windows.copyObserved?.(first + slot, observed, slot * size);
    }
    const quantiles = hidden[QUANTILES];
    const batch = quantiles
      ? pinballSum(levels, { truth, observed }, quantiles, [count, size])
      : lossSum(kind, { truth, observed }, forecast, count * size);
    sum += batch.sum;
    elements += batch.count;
  }
  return sum / elements;
}

function inputArrays(forecaster: Forecaster): Readonly<Record<string, Float32Array>> {
  const size = (shape: readonly number[]) => shape.slice(1).reduce((product, length) => product * length, BATCH);
  return Object.fromEntries(
    Object.entries(forecaster.inputs).map(([name, { shape }]) => [name, new Float32Array(size(shape))]),
  );
}

/** The first `count` windows of every array. */
function cut(arrays: Readonly<Record<string, Float32Array>>, count: number): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => [name, values.subarray(0, (values.length / BATCH) * count)]),
  );
}
