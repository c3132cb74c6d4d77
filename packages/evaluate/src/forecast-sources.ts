import { COVARIATE_ROLES, type ModelArtifact } from '@tsdistill/contracts';
import { compileInference } from '@tsdistill/engine';
import {
  type CombinedTeachers,
  type Forecaster,
  loadWindowData,
  type OriginKeys,
  predictWindows,
  QUANTILES,
  restoreForecaster,
  type WindowData,
  windowsAt,
} from '@tsdistill/forecasting';
import type { Baseline, BaselineShape, FittedBaseline, SeriesHistory } from './baselines';

/** Forecasts of every scored window in order, standardized, [H, C]; an array may be reused for the next window. */
export type Forecasts = Iterable<Float32Array>;

/**
 * Forecasts of a stored model at the given origins.
 *
 * @param seeQuantiles hears the quantiles [Q, H, C] of each window just before its forecast, where the model has some
 */
export function* modelForecasts(
  model: ModelArtifact,
  data: WindowData,
  keys: OriginKeys,
  seeQuantiles: (index: number, quantiles: Float32Array) => void = () => undefined,
): Generator<Float32Array> {
  const forecaster = restoreForecaster(model);
  const windows = windowsAt(dataFor(forecaster, data), keys, forecaster.config.lookback);
  const size = forecaster.horizon * forecaster.channels.target.length;
  const predictor = compileInference({ ...forecaster, parameters: model.parameters });
  try {
    for (const { first, count, forecast, hidden } of predictWindows(predictor, { forecaster, windows }))
      for (let slot = 0; slot < count; slot++) {
        const quantiles = hidden[QUANTILES];
        const length = (quantiles?.length ?? 0) / count;
        if (quantiles) seeQuantiles(first + slot, quantiles.subarray(slot * length, (slot + 1) * length));
        yield forecast.subarray(slot * size, (slot + 1) * size);
      }
  } finally {
    predictor.dispose();
  }
}

/** The same rows with the covariates that this model reads. */
function dataFor({ channels }: Forecaster, data: WindowData): WindowData {
  const reads = COVARIATE_ROLES.some((role) => channels[role].length > 0);
  return reads ? loadWindowData(data.dataset, channels) : data;
}

/** The stored forecasts of teachers as one; some teacher must cover every origin. No teacher is loaded. */
export function* teacherForecasts(
  teachers: CombinedTeachers,
  data: WindowData,
  keys: OriginKeys,
): Generator<Float32Array> {
  const { horizon, channels } = data.dataset.manifest.meta;
  const forecast = new Float32Array(horizon * channels.target.length);
  for (const [index, series] of keys.series.entries()) {
    teachers.read(series, keys.origin[index] ?? 0, forecast, 0);
    yield forecast;
  }
}

export function* baselineForecasts(
  baseline: Baseline,
  shape: BaselineShape,
  data: WindowData,
  keys: OriginKeys,
): Generator<Float32Array> {
  if (baseline.kind === 'fitted') return yield* fittedForecasts(baseline, shape, data, keys);
  const lookback = baseline.lookback(shape);
  const windows = windowsAt(data, keys, lookback);
  const past = new Float32Array(lookback * shape.channelCount);
  for (let index = 0; index < windows.count; index++) {
    windows.copyPast(index, past, 0);
    yield baseline.forecast(past, shape);
  }
}

/** Each series is fitted when the first of its windows is met. */
function* fittedForecasts(
  baseline: FittedBaseline,
  shape: BaselineShape,
  data: WindowData,
  keys: OriginKeys,
): Generator<Float32Array> {
  const fitted = new Map<number, (origin: number) => Float32Array>();
  for (const [index, series] of keys.series.entries()) {
    const forecast = fitted.get(series) ?? baseline.fit(historyOf(data, series, shape), shape);
    fitted.set(series, forecast);
    yield forecast(keys.origin[index] ?? 0);
  }
}

function historyOf({ dataset, target, offsets }: WindowData, series: number, shape: BaselineShape): SeriesHistory {
  const [from, to] = [offsets[series] ?? 0, offsets[series + 1] ?? 0].map((row) => row * shape.channelCount);
  const train = dataset.manifest.meta.series[series]?.borders.train ?? [0, 0];
  return { values: target.subarray(from, to), train };
}
