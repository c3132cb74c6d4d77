import {
  calendarChannels,
  calendarValues,
  type ExportedForecaster,
  phaseOf,
  type SeriesScale,
  standardizedFloor,
} from '@tsdistill/contracts/portable';
import { forecastError } from './fail';
import type { ReadWindow } from './read-window';

/** Values that a graph is fed, by input, batch 1 left out. */
export type GraphInputs = Readonly<Record<string, Float32Array>>;

/** One row of the scaler. */
export interface ScaledSeries {
  /** Its row in the scaler. */
  readonly index: number;
  readonly scale: SeriesScale;
}

/** All that a graph may read of a window, as it was standardized in training. @throws ForecastError FORECAST_DOMAIN */
export function buildInputs(metadata: ExportedForecaster, series: ScaledSeries, window: ReadWindow): GraphInputs {
  const { scaler, covariateScaler, channels, phase } = metadata;
  const floor = scaler.scope === 'series' ? standardizedFloor(scaler, series.index) : undefined;
  return {
    past: standardizeTargets(metadata, series.scale, window),
    ...(channels.past.length > 0 && { covariates: scaleRows(window.past, covariateScaler?.past) }),
    ...(channels.known.length > 0 && { known: scaleRows(knownRows(metadata, window), covariateScaler?.known) }),
    ...(channels.static.length > 0 && { static: scaleRows(window.features, covariateScaler?.static) }),
    ...(phase && { phase: Float32Array.of(phaseOf(window.futureTimes[0] as number, phase.stepMs, phase.period)) }),
    ...(floor && { floor }),
  };
}

/** [L, C] */
function standardizeTargets(
  { channels, scaler }: ExportedForecaster,
  scale: SeriesScale,
  { targets, nameRow }: ReadWindow,
): Float32Array {
  const width = channels.target.length;
  return Float32Array.from(targets, (value, index) => {
    const column = index % width;
    const standardized = scale.standardize(value, column);
    if (Number.isFinite(standardized)) return standardized;
    const [channel, transform] = [channels.target[column] ?? '', scaler.transform?.[column] ?? 'none'];
    throw forecastError('FORECAST_DOMAIN', { channel, at: nameRow(Math.floor(index / width)), value, transform });
  });
}

/** (raw - shift) / scale, column by column; without a scale as they are. */
function scaleRows(
  rows: Float64Array,
  { shift = [], scale = [] }: { readonly shift?: readonly number[]; readonly scale?: readonly number[] } = {},
): Float32Array {
  const width = Math.max(1, shift.length);
  return Float32Array.from(rows, (value, index) => (value - (shift[index % width] ?? 0)) / (scale[index % width] ?? 1));
}

/** Known channels over lookback and horizon, those of the calendar made from the times: [L + H, K]. */
function knownRows({ channels, calendar = [] }: ExportedForecaster, window: ReadWindow): Float64Array {
  const { localTimes, known, knownNames } = window;
  const made = calendarChannels(calendar);
  const cycles = calendarValues(calendar, localTimes);
  const width = channels.known.length;
  const rows = new Float64Array(localTimes.length * width);
  channels.known.forEach((name, column) => {
    const [from, names] = knownNames.includes(name) ? [known, knownNames] : [cycles, made];
    const [place, stride] = [names.indexOf(name), names.length];
    for (let row = 0; row < localTimes.length; row++) rows[row * width + column] = from[row * stride + place] as number;
  });
  return rows;
}
