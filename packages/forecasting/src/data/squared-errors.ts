import { readOrigins, selectOrigins } from '@tsdistill/contracts';
import { type OriginKeys, pickKeys, type WindowData } from './windows';

/** Writes the standardized forecast [H, C] of one window at `offset`. @returns false where there is none */
export type ReadForecast = (series: number, origin: number, out: Float32Array, offset: number) => boolean;

/** What shares one mean: all of a window, each channel, or each horizon step. */
export type ErrorGroup = 'model' | 'channel' | 'step';

/** Squared errors over windows, by element of a window: both [H·C]. */
export interface SquaredErrors {
  readonly sum: Float64Array;
  /** Elements whose truth is observed. */
  readonly count: Float64Array;
  readonly windowCount: number;
}

/** Origins of the validation split that have `lookback` rows before them. */
export function validationKeys({ dataset }: WindowData, lookback = 0): OriginKeys {
  const origins = readOrigins(dataset);
  return pickKeys(origins, selectOrigins(origins, 'validation', lookback));
}

/** Compares forecasts with the truth at `keys`, one window in memory at a time; a window without a forecast is left out. */
export function squaredErrors(read: ReadForecast, data: WindowData, keys: OriginKeys): SquaredErrors {
  const { horizon, channels } = data.dataset.manifest.meta;
  const width = channels.target.length;
  const forecast = new Float32Array(horizon * width);
  const [sum, count] = [new Float64Array(forecast.length), new Float64Array(forecast.length)];
  let windowCount = 0;
  for (const [index, series] of keys.series.entries()) {
    const origin = keys.origin[index] ?? 0;
    if (!read(series, origin, forecast, 0)) continue;
    windowCount += 1;
    const first = ((data.offsets[series] ?? 0) + origin) * width;
    for (let i = 0; i < forecast.length; i++) {
      if (data.mask?.[first + i] === 0) continue;
      sum[i] = (sum[i] ?? 0) + ((forecast[i] ?? NaN) - (data.target[first + i] ?? NaN)) ** 2;
      count[i] = (count[i] ?? 0) + 1;
    }
  }
  return { sum, count, windowCount };
}

/** Mean squared error of the group of each element, [H·C]; NaN where no truth of the group is observed. */
export function groupedErrors({ sum, count }: SquaredErrors, group: ErrorGroup, channelCount: number): Float64Array {
  const groupOf = (i: number) =>
    group === 'model' ? 0 : group === 'channel' ? i % channelCount : Math.floor(i / channelCount);
  const total = (values: Float64Array) => {
    const totals = new Float64Array(values.length);
    values.forEach((value, i) => (totals[groupOf(i)] = (totals[groupOf(i)] ?? 0) + value));
    return totals;
  };
  const [sums, counts] = [total(sum), total(count)];
  return sum.map((_, i) => (sums[groupOf(i)] ?? NaN) / (counts[groupOf(i)] ?? NaN));
}
