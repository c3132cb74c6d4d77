import { calendarChannels, type ExportedForecaster } from '@tsdistill/contracts/portable';
import { forecastError } from './fail';
import type { ForecasterFacts } from './types';

const NEEDED = ['lookback', 'horizon', 'channels', 'frequency', 'scaler'] as const;

/** @throws ForecastError FORECAST_SOURCE when a graph was not written by `tsdistill export` */
export function readMetadata(source: string, metadata: unknown): ExportedForecaster {
  const found = (metadata ?? {}) as Partial<ExportedForecaster>;
  const missing = NEEDED.filter((name) => found[name] === undefined);
  if (missing.length === 0) return found as ExportedForecaster;
  throw forecastError('FORECAST_SOURCE', { source, problem: `its metadata have no ${missing.join(', ')}` });
}

/** What a caller may want to know of a model. */
export function factsOf(metadata: ExportedForecaster): ForecasterFacts {
  const { lookback, horizon, frequency, timezone = 'UTC', channels, series = [], calendar = [] } = metadata;
  const made = calendarChannels(calendar);
  const known = channels.known.filter((name) => !made.includes(name));
  return { lookback, horizon, frequency, timezone, channels: { ...channels, known }, series };
}
