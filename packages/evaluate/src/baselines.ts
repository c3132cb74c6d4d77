/** What a baseline may look at, all in steps. */
export interface BaselineShape {
  readonly horizon: number;
  readonly channelCount: number;
  readonly season: number;
}

/** A forecast without parameters: past [L, C] → [H, C]; it reads the last `lookback` rows of what it is given. */
export interface Baseline {
  /** Rows of the past that it reads. */
  readonly lookback: (shape: BaselineShape) => number;
  /** @returns the forecast [H, C], standardized as the past is */
  readonly forecast: (past: Float32Array, shape: BaselineShape) => Float32Array;
}

/** Step h gets the value `season` steps before it, or further back by whole seasons where that is not known yet. */
function repeatSeason(past: Float32Array, { horizon, channelCount, season }: BaselineShape): Float32Array {
  const lastSeason = past.subarray(past.length - season * channelCount);
  return Float32Array.from(
    { length: horizon * channelCount },
    (_, index) => lastSeason[index % lastSeason.length] ?? NaN,
  );
}

/** Forecasts that any model has to beat; `repeat-last` is the seasonal naive forecast of season 1. */
export const BASELINES = {
  'repeat-last': {
    lookback: () => 1,
    forecast: (past, shape) => repeatSeason(past, { ...shape, season: 1 }),
  },
  'seasonal-naive': {
    lookback: ({ season }) => season,
    forecast: repeatSeason,
  },
} as const satisfies Record<string, Baseline>;

/** Name of a baseline in a config. */
export type BaselineName = keyof typeof BASELINES;
