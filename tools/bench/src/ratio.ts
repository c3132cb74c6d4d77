/** What paired measurements say about one ratio. */
export interface Ratio {
  readonly median: number;
  /** Distribution-free interval of the median, with at least 95 % confidence from 6 ratios on. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Median and its order-statistic interval: the k-th smallest and k-th largest value, k as large as 95 % allows.
 *
 * The median lies outside with probability 2 · P(Binomial(n, ½) < k) (Conover 1999, Practical Nonparametric Statistics).
 */
export function summarize(ratios: readonly number[]): Ratio {
  const sorted = [...ratios].sort((a, b) => a - b);
  const count = sorted.length;
  let rank = 0;
  for (let below = 0.5 ** count; below <= 0.025; below += choose(count, rank) * 0.5 ** count) rank++;
  const edge = Math.max(rank - 1, 0);
  const [low = NaN, high = NaN] = [sorted[edge], sorted[count - 1 - edge]];
  return { median: median(sorted), low, high, count };
}

/** Middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

function choose(count: number, chosen: number): number {
  let ways = 1;
  for (let i = 1; i <= chosen; i++) ways *= (count - chosen + i) / i;
  return ways;
}
