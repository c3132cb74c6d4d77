/**
 * @file Split-conformal intervals (Vovk, Gammerman, Shafer 2005; Lei, G'Sell, Rinaldo, Tibshirani, Wasserman 2018, "Distribution-Free
 * Predictive Inference for Regression", algorithm 2), one for each channel and horizon step.
 *
 * With residuals |forecast − truth| of n windows that the model was not fitted on, forecast ± (the ⌈(n + 1)·level⌉-th smallest of them)
 * holds the truth of one more window with a probability of at least `level`, if all n + 1 may change places. Windows of a series overlap
 * and drift, so they may not quite: that is why coverage is measured on test. Each channel and step is covered by itself, not all at once.
 */

/** Below what a product of a level and a count can be wrong by. */
const ROUNDING = 1e-9;

/**
 * Which residual of `count`, the smallest being 1, bounds a share of `level`.
 *
 * @returns ⌈(count + 1) · level⌉, or undefined when there is no such residual: then nothing bounds so large a share
 */
export function conformalRank(count: number, level: number): number | undefined {
  const rank = Math.ceil((count + 1) * level - ROUNDING);
  return rank <= count ? rank : undefined;
}

/** Half width of the interval of a level. @param sorted residuals, ascending @returns Infinity when they are too few */
export function halfWidthOf(sorted: Float32Array, level: number): number {
  const rank = conformalRank(sorted.length, level);
  return rank === undefined ? Infinity : (sorted[rank - 1] as number);
}
