import { scaleOf, toRaw } from '@tsdistill/contracts';
import { type OriginKeys, type WindowData, windowsAt } from '@tsdistill/forecasting';
import { type ChannelUnits, createErrorAccumulator, type Scores } from './accumulate-errors';
import type { Forecasts } from './forecast-sources';
import { seasonalErrors } from './seasonal-errors';

/** The truth at every test origin, and what leads to raw units. */
export interface Truth {
  readonly data: WindowData;
  readonly keys: OriginKeys;
  /** By series. */
  readonly units: readonly ChannelUnits[];
}

export function truthOf(data: WindowData, keys: OriginKeys): Truth {
  const { scaler, series: list } = data.dataset.manifest.meta;
  const units = list.map((_, series): ChannelUnits => {
    return { toRaw: scaleOf(scaler, series).toRaw, seasonalErrors: trainSeasonalErrors(data, series) };
  });
  return { data, keys, units };
}

/** The yardstick of mase, from the train rows of one series in raw units. */
function trainSeasonalErrors({ dataset, target, mask, offsets }: WindowData, series: number): Float64Array {
  const { channels, season, scaler, series: all } = dataset.manifest.meta;
  const channelCount = channels.target.length;
  const [from, to] = (all[series]?.borders.train ?? [0, 0]).map((row) => (row + (offsets[series] ?? 0)) * channelCount);
  return seasonalErrors(toRaw(target.subarray(from, to), scaler, series), {
    channelCount,
    season,
    ...(mask && { mask: mask.subarray(from, to) }),
  });
}

/** Scores one model window by window; `keep` sees every forecast, to store it. @throws PipelineError FORECAST_NOT_FINITE */
export function scoreForecasts(
  model: string,
  forecasts: Forecasts,
  { data, keys, units }: Truth,
  keep: (index: number, forecast: Float32Array) => void = () => undefined,
): Scores {
  const { horizon, channels } = data.dataset.manifest.meta;
  const channelCount = channels.target.length;
  const windows = windowsAt(data, keys, 0);
  const accumulator = createErrorAccumulator(model, { windowCount: windows.count, horizon, channelCount });
  const truth = new Float32Array(horizon * channelCount);
  let index = 0;
  for (const forecast of forecasts) {
    const series = keys.series[index] ?? 0;
    windows.copyTarget(index, truth, 0);
    const mask = maskOf(data, series, keys.origin[index] ?? 0);
    accumulator.add({ forecast, truth, ...(mask && { mask }) }, units[series] as ChannelUnits);
    keep(index, forecast);
    index += 1;
  }
  return accumulator.scores();
}

/** What is observed of one window, [H, C]; undefined where all is. */
export function maskOf({ mask, offsets, dataset }: WindowData, series: number, origin: number): Uint8Array | undefined {
  const { horizon, channels } = dataset.manifest.meta;
  const from = ((offsets[series] ?? 0) + origin) * channels.target.length;
  return mask?.subarray(from, from + horizon * channels.target.length);
}
