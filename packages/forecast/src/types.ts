/**
 * A moment: ISO 8601 text, a Date, or ms since 1970.
 *
 * Text without an offset is what the clock of the training data shows. From steps of one day on rows have no instant: give text such
 * as `2024-03-01`.
 */
export type Timestamp = string | number | Date;

/** Values in time order, by channel. */
export type ChannelValues = Readonly<Record<string, ArrayLike<number>>>;

/** What happened until now, oldest first, in raw units. */
export interface History {
  /** One a row, each one step of the training data's frequency behind the last. At least the lookback; only the newest are read. */
  readonly timestamps: readonly Timestamp[];
  /** One value a timestamp: targets, and past and known covariates where the model reads some. */
  readonly values: ChannelValues;
}

/** What a model may read beside the history. */
export interface ForecastOptions {
  /** Known covariates of the steps to forecast, one value each; channels of the calendar are made from the timestamps. */
  readonly known?: ChannelValues;
  /** Features of the series, one number a static channel. */
  readonly static?: Readonly<Record<string, number>>;
  /** Which series this is; needed where each series was scaled by itself. */
  readonly series?: string;
}

/** A forecast in raw units. */
export interface Forecast {
  /** ISO 8601, one a step: with the offset of the data's clock below steps of one day, else what the clock shows. */
  readonly timestamps: readonly string[];
  /** By target channel, one value a step. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** One for each level that was calibrated, lowest first; empty where none was. */
  readonly intervals: readonly ForecastInterval[];
}

/** A band in which `level` of all truths were to lie, channel by channel and step by step. */
export interface ForecastInterval {
  readonly level: number;
  /** By target channel, one value a step; infinite where there were too few residuals for the level. */
  readonly lower: Readonly<Record<string, readonly number[]>>;
  readonly upper: Readonly<Record<string, readonly number[]>>;
}

/** What a model reads and says. */
export interface ForecasterFacts {
  /** Rows of history that it reads. */
  readonly lookback: number;
  /** Steps that it forecasts. */
  readonly horizon: number;
  /** ISO 8601 duration, `P1M`, `P3M`, or `B` for business days. */
  readonly frequency: string;
  /** IANA name. */
  readonly timezone: string;
  /** `known` without the channels that are made from the timestamps. */
  readonly channels: Readonly<Record<'target' | 'past' | 'known' | 'static', readonly string[]>>;
  /** Ids of the series that have a scale; empty where one serves all. */
  readonly series: readonly string[];
}

/** A student that is loaded. */
export interface Forecaster extends ForecasterFacts {
  /**
   * Forecasts what comes after the last row.
   *
   * @throws ForecastError FORECAST_SHORT, FORECAST_CHANNEL, FORECAST_LENGTH, FORECAST_VALUE, FORECAST_DOMAIN, FORECAST_TIME, FORECAST_STEP,
   * FORECAST_SERIES
   */
  forecast(history: History, options?: ForecastOptions): Promise<Forecast>;
  /** Frees its weights. */
  dispose(): void;
}

/** A handler of tfjs, such as `tf.io.browserFiles` gives. */
export interface GraphHandler {
  /** Gives the topology and the weights of the model. */
  readonly load?: () => Promise<object>;
}

/** Where an export lies: a folder or URL (of it, or of its model.json), or a handler of tfjs. */
export type ForecasterSource = string | GraphHandler;
