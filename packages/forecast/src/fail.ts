import type { FORECAST_ERRORS } from '@tsdistill/contracts/portable';
import { ForecastError, type ForecastErrorCode } from './forecast-error';

/** The error of a code, which does not compile with a number missing. */
export function forecastError<Code extends ForecastErrorCode>(
  code: Code,
  context: Parameters<(typeof FORECAST_ERRORS)[Code]['message']>[0],
  options?: ErrorOptions,
): ForecastError {
  return new ForecastError(code, { ...context }, options);
}
