import { type ModelArtifact, PipelineError } from '@tsdistill/contracts';
import { type OriginKeys, pickKeys, type WindowData, windowsAt } from '@tsdistill/forecasting';
import { modelForecasts } from '../forecast-sources';
import { maskOf } from '../score-forecasts';
import type { Residuals } from './residuals';

/** Residuals of one model that are held in memory: 16 MiB of them. */
const MAX_VALUES = 1 << 22;

/** Every so many windows that their residuals fit into memory; neighbours overlap in all but one step, so little is lost. */
export function thinWindows(keys: OriginKeys, size: number): OriginKeys {
  const stride = Math.ceil((keys.series.length * size) / MAX_VALUES) || 1;
  return pickKeys(
    keys,
    [...keys.series.keys()].filter((window) => window % stride === 0),
  );
}

/** What a stored model misses on some windows. @throws PipelineError FORECAST_NOT_FINITE when a forecast is no number */
export function collectResiduals(model: ModelArtifact, data: WindowData, keys: OriginKeys): Residuals {
  const { horizon, channels } = data.dataset.manifest.meta;
  const channelCount = channels.target.length;
  const size = horizon * channelCount;
  const windows = windowsAt(data, keys, 0);
  const values = new Float32Array(windows.count * size);
  const truth = new Float32Array(size);
  let window = 0;
  for (const forecast of modelForecasts(model, data, keys)) {
    windows.copyTarget(window, truth, 0);
    const bad = forecast.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const place = { window, step: Math.floor(bad / channelCount), channel: bad % channelCount };
      const context = { model: `the model in ${model.folder}`, ...place, value: forecast[bad] ?? NaN };
      throw new PipelineError('FORECAST_NOT_FINITE', context);
    }
    const mask = maskOf(data, keys.series[window] ?? 0, keys.origin[window] ?? 0);
    for (let cell = 0; cell < size; cell++)
      values[window * size + cell] =
        mask?.[cell] === 0 ? NaN : Math.abs((forecast[cell] as number) - (truth[cell] as number));
    window += 1;
  }
  return { windowCount: windows.count, horizon, channelCount, values, ...timesOf(data, keys) };
}

function timesOf(data: WindowData, { series, origin }: OriginKeys): Pick<Residuals, 'madeAt' | 'knownAt'> {
  const { horizon } = data.dataset.manifest.meta;
  const rowOf = (window: number) => (data.offsets[series[window] ?? 0] ?? 0) + (origin[window] ?? 0);
  const timeOf = (row: number) => Number(data.timestamp[row]);
  return {
    madeAt: Float64Array.from(series, (_, window) => timeOf(rowOf(window) - 1)),
    knownAt: Float64Array.from({ length: series.length * horizon }, (_, index) =>
      timeOf(rowOf(Math.floor(index / horizon)) + (index % horizon)),
    ),
  };
}
