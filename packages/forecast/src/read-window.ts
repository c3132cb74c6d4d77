import type { ExportedForecaster } from '@tsdistill/contracts/portable';
import type { Clock } from './clock';
import { forecastError } from './fail';
import { continueGrid } from './grid';
import { factsOf } from './metadata';
import { readChannels, readFeatures } from './read-channels';
import type { ForecastOptions, History } from './types';

/** What a forecast is made from, checked, in raw units and row-major: L rows of history, H steps of the future. */
export interface ReadWindow {
  /** ms since 1970 of the steps to forecast, [H] */
  readonly futureTimes: Float64Array;
  /** What the clock shows at the rows of the history and at the steps behind them, [L + H] */
  readonly localTimes: Float64Array;
  /** [L, C] */
  readonly targets: Float64Array;
  /** [L, P] */
  readonly past: Float64Array;
  /** Of the channels in `knownNames`, [L + H, …]; those of the calendar are not among them. */
  readonly known: Float64Array;
  readonly knownNames: readonly string[];
  /** [F] */
  readonly features: Float64Array;
  /** Names a row of the history. */
  nameRow(row: number): string;
}

/** @throws ForecastError FORECAST_SHORT, FORECAST_CHANNEL, FORECAST_LENGTH, FORECAST_VALUE, FORECAST_TIME, FORECAST_STEP */
export function readWindow(
  metadata: ExportedForecaster,
  clock: Clock,
  { timestamps, values }: History,
  { known = {}, static: features = {}, series }: ForecastOptions,
): ReadWindow {
  const { lookback, horizon, frequency, channels } = factsOf(metadata);
  const { length } = timestamps;
  if (length < lookback) throw forecastError('FORECAST_SHORT', { found: length, needed: lookback, series });
  const firstRow = length - lookback;
  const times = clock.readTimes(timestamps.slice(firstRow), firstRow);
  const futureTimes = continueGrid(times, horizon, { clock, frequency, firstRow });
  const nameRow = (row: number) => clock.format(times[row] as number);
  const nameStep = (row: number) => clock.format(futureTimes[row] as number);
  const history = { place: 'history', length, count: lookback, nameRow } as const;
  const future = { place: 'horizon', role: 'known', length: horizon, count: horizon, nameRow: nameStep } as const;
  return {
    futureTimes,
    localTimes: concat(times, futureTimes).map((timeMs) => clock.toLocal(timeMs)),
    targets: readChannels(values, channels.target, { ...history, role: 'target' }),
    past: readChannels(values, channels.past, { ...history, role: 'past' }),
    known: concat(
      readChannels(values, channels.known, { ...history, role: 'known' }),
      readChannels(known, channels.known, future),
    ),
    knownNames: channels.known,
    features: readFeatures(features, channels.static),
    nameRow,
  };
}

function concat(first: Float64Array, second: Float64Array): Float64Array {
  const joined = new Float64Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
