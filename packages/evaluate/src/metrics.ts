/**
 * Every metric of a forecast, and the conventions behind them.
 *
 * Pooling: a metric is made from sums over *all* counted elements (window × step × channel), never as a mean of means of
 * batches, windows or channels. An element counts when its mask is 1 (no mask: always). Overlapping windows are counted as
 * often as they occur.
 *
 * | metric | definition, e = forecast - truth | unit |
 * |---|---|---|
 * | mse, mae, rmse | Σe²/n, Σ\|e\|/n, √(Σe²/n) | standardized by the scaler of the data set |
 * | rawMse, rawMae, rawRmse | the same of raw values; channels of unlike units are added as they are | raw |
 * | wape | Σ\|e\| / Σ\|y\|, raw: large channels weigh more; null when every y is 0 | fraction |
 * | smape | (1/n) Σ 2\|e\| / (\|y\| + \|forecast\|), raw, 0/0 counts as 0 (Makridakis et al. 2020, M4) | fraction, 0 … 2 |
 * | mase | (1/n) Σ \|e\| / q, raw, q = in-sample mean absolute error of the seasonal naive forecast on the train rows of that channel and series (Hyndman & Koehler 2006); elements with q = 0 are left out, null when none is left | 1 |
 * | r2 | 1 - Σe² / Σ(y - ȳ)², standardized, ȳ = mean truth of its own *channel* over the elements pooled, so that levels which differ between channels explain nothing (scikit-learn: `r2_score(multioutput='variance_weighted')`); null when the truth is constant | 1 |
 *
 * A channel without one counted element has null everywhere. Sums are kept in float64.
 */
export const METRICS = ['mse', 'mae', 'rmse', 'rawMse', 'rawMae', 'rawRmse', 'wape', 'smape', 'mase', 'r2'] as const;
/** Name of a metric. */
export type MetricName = (typeof METRICS)[number];
/** Every metric; null where it is not defined. */
export type Metrics = Readonly<Record<MetricName, number | null>>;

/** Metrics of one model over one set of windows: pooled over everything, [C] by channel, [H] by step. */
export interface MetricBreakdown {
  readonly overall: Metrics;
  readonly perChannel: readonly Metrics[];
  readonly perStep: readonly Metrics[];
}

/** Sums over the counted elements of one channel (of one step, or of all): what `metricsOf` needs and no more. */
export interface ErrorSums {
  count: number;
  /** Σe², Σ|e|, standardized. */
  squared: number;
  absolute: number;
  /** Σe², Σ|e|, Σ|y|, raw. */
  rawSquared: number;
  rawAbsolute: number;
  rawTruth: number;
  /** Σ 2|e| / (|y| + |forecast|), raw. */
  symmetric: number;
  /** Σ|e|/q and the number of elements with q > 0. */
  scaled: number;
  scaledCount: number;
  /** Σy, Σy², standardized. */
  truth: number;
  truthSquared: number;
}

export function emptySums(): ErrorSums {
  return {
    count: 0,
    squared: 0,
    absolute: 0,
    rawSquared: 0,
    rawAbsolute: 0,
    rawTruth: 0,
    symmetric: 0,
    scaled: 0,
    scaledCount: 0,
    truth: 0,
    truthSquared: 0,
  };
}

/** Adds sums of one channel, as over its steps. */
export function addSums(parts: readonly ErrorSums[]): ErrorSums {
  const total = emptySums();
  for (const part of parts) for (const key of Object.keys(total) as (keyof ErrorSums)[]) total[key] += part[key];
  return total;
}

/** @param channels sums by channel; they are pooled, each with its own mean for r2 */
export function metricsOf(channels: readonly ErrorSums[]): Metrics {
  const sums = addSums(channels);
  const mse = ratio(sums.squared, sums.count);
  const rawMse = ratio(sums.rawSquared, sums.count);
  const unexplained = ratio(
    sums.squared,
    channels.map(spread).reduce((sum, part) => sum + part, 0),
  );
  return {
    mse,
    mae: ratio(sums.absolute, sums.count),
    rmse: root(mse),
    rawMse,
    rawMae: ratio(sums.rawAbsolute, sums.count),
    rawRmse: root(rawMse),
    wape: ratio(sums.rawAbsolute, sums.rawTruth),
    smape: ratio(sums.symmetric, sums.count),
    mase: ratio(sums.scaled, sums.scaledCount),
    r2: unexplained === null ? null : 1 - unexplained,
  };
}

/** Σ(y - ȳ)² of one channel; float32 truth in float64 sums leaves enough digits for the difference. */
function spread({ count, truth, truthSquared }: ErrorSums): number {
  return count === 0 ? 0 : Math.max(0, truthSquared - (truth * truth) / count);
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
const root = (value: number | null): number | null => (value === null ? null : Math.sqrt(value));
