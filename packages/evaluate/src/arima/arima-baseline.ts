import type { BaselineShape, FittedBaseline, SeriesHistory } from '../baselines';
import { chooseArima } from './choose-order';
import { filterOf, forecastFrom, residualsOf } from './filter';
import { longestReach } from './order';

/** Newest train rows that coefficients are fitted on: enough for the few there are, and it bounds the time. */
const FIT_ROWS = 2000;
/** Errors that a fit counts at least. */
const LEAST_ERRORS = 30;

/**
 * A seasonal ARIMA for each series and channel, its order and coefficients found once, on the newest train rows. From every origin it forecasts
 * with these, from all rows before the origin: no refit, which would take a fit a window.
 */
export const arima: FittedBaseline = {
  kind: 'fitted',
  lookback: ({ season }) => longestReach(season),
  trainRows: (season) => longestReach(season) + LEAST_ERRORS,
  fit: (history, shape) => {
    const forecasts = Array.from({ length: shape.channelCount }, (_, channel) => fitChannel(history, channel, shape));
    return (origin) => {
      const rows = forecasts.map((forecast) => forecast(origin));
      const size = shape.horizon * shape.channelCount;
      return Float32Array.from({ length: size }, (_, i) => {
        return rows[i % shape.channelCount]?.[Math.floor(i / shape.channelCount)] ?? NaN;
      });
    };
  },
};

/** The forecasts of one channel, [H], by origin. */
function fitChannel({ values, train }: SeriesHistory, channel: number, shape: BaselineShape) {
  const { channelCount, horizon, season } = shape;
  const [first, end] = train;
  const series = Float64Array.from(
    { length: values.length / channelCount },
    (_, row) => values[row * channelCount + channel] ?? NaN,
  );
  const { order, coefficients } = chooseArima(series.subarray(Math.max(first, end - FIT_ROWS), end), season);
  const filter = filterOf(order, coefficients);
  const residuals = residualsOf(series, filter);
  return (origin: number): Float64Array => forecastFrom(filter, { series, residuals }, { origin, horizon });
}
