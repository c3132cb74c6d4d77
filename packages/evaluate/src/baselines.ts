import { arima } from './arima/arima-baseline';

/** What a baseline may look at, all in steps. */
export interface BaselineShape {
  readonly horizon: number;
  readonly channelCount: number;
  readonly season: number;
}

/** A forecast without parameters: past [L, C] → [H, C]; it reads the last `lookback` rows of what it is given. */
export interface PastBaseline {
  readonly kind: 'past';
  /** Rows of the past that it reads. */
  readonly lookback: (shape: BaselineShape) => number;
  /** The forecast [H, C], standardized as the past is. */
  readonly forecast: (past: Float32Array, shape: BaselineShape) => Float32Array;
}

/** All rows of one series. */
export interface SeriesHistory {
  /** Standardized, [T, C]. */
  readonly values: Float32Array;
  /** First row of the train split, and the one behind it. */
  readonly train: readonly [number, number];
}

/** A forecast whose parameters are learnt once from the train rows of a series; from row `origin` on it reads none: → [H, C]. */
export interface FittedBaseline {
  readonly kind: 'fitted';
  /** Rows before an origin that its forecast reads at least. */
  readonly lookback: (shape: BaselineShape) => number;
  /** Rows of the train split without which it cannot be fitted, by season. */
  readonly trainRows: (season: number) => number;
  /** Learns once; what it returns says the forecast [H, C], standardized, of the rows from `origin` on, counted in the series. */
  readonly fit: (history: SeriesHistory, shape: BaselineShape) => (origin: number) => Float32Array;
}

/** A forecast that any model has to beat. */
export type Baseline = PastBaseline | FittedBaseline;

/** Step h gets the value `season` steps before it, or further back by whole seasons where that is not known yet. */
function repeatSeason(past: Float32Array, { horizon, channelCount, season }: BaselineShape): Float32Array {
  const lastSeason = past.subarray(past.length - season * channelCount);
  return Float32Array.from(
    { length: horizon * channelCount },
    (_, index) => lastSeason[index % lastSeason.length] ?? NaN,
  );
}

const repeatLast: PastBaseline = {
  kind: 'past',
  lookback: () => 1,
  forecast: (past, shape) => repeatSeason(past, { ...shape, season: 1 }),
};

const seasonalNaive: PastBaseline = {
  kind: 'past',
  lookback: ({ season }) => season,
  forecast: repeatSeason,
};

/** Forecasts that any model has to beat; `repeat-last` is the seasonal naive forecast of season 1, `arima` is fitted. */
export const BASELINES = {
  'repeat-last': repeatLast,
  'seasonal-naive': seasonalNaive,
  arima,
} as const satisfies Record<string, Baseline>;
