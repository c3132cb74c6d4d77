import { FORECAST_ERRORS } from '@tsdistill/contracts/portable';

/** What a forecast may stumble over; codes are permanent. */
export type ForecastErrorCode =
  | 'FORECAST_SOURCE'
  | 'FORECAST_SHORT'
  | 'FORECAST_CHANNEL'
  | 'FORECAST_LENGTH'
  | 'FORECAST_VALUE'
  | 'FORECAST_DOMAIN'
  | 'FORECAST_TIME'
  | 'FORECAST_STEP'
  | 'FORECAST_SERIES';

/** Something that the caller can mend: the message has the numbers, the hint says what to do. */
export class ForecastError extends Error {
  readonly hint: string;

  constructor(
    readonly code: ForecastErrorCode,
    /** The numbers and names of the message. */
    readonly context: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    const { message, hint } = FORECAST_ERRORS[code] as { message: Say; hint: Say };
    super(message(context), options);
    this.name = 'ForecastError';
    this.hint = hint(context);
  }
}

type Say = (context: Readonly<Record<string, unknown>>) => string;
