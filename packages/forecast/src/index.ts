import { createLoader } from './load-forecaster';
import { readFolder } from './read-folder';
import type { Forecaster, ForecasterSource } from './types';

export { ForecastError, type ForecastErrorCode } from './forecast-error';
export type {
  ChannelValues,
  Forecast,
  Forecaster,
  ForecasterFacts,
  ForecasterSource,
  ForecastInterval,
  ForecastOptions,
  GraphHandler,
  History,
  Timestamp,
} from './types';

/**
 * Loads a student that `tsdistill export` wrote.
 *
 * It runs on the backend of tfjs that is current: where `@tensorflow/tfjs-node` is loaded, that is the native one.
 *
 * @param source folder, URL, or a handler of tfjs
 * @throws ForecastError FORECAST_SOURCE
 */
export const loadForecaster: (source: ForecasterSource) => Promise<Forecaster> = createLoader(readFolder);
