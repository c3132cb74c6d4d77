import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ArimaOrder } from '../src/arima/order';

/** Independent draws of N(0, 1) (Box & Muller 1958). */
export function normalDraws(count: number, seed: number): Float64Array {
  const generator = xoroshiro128plus(seed);
  const uniform = () => ((generator.next() >>> 0) + 0.5) / 2 ** 32;
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** y_t = x_t − Σ weights_i · y_{t − step · i}: the inverse of 1 + Σ weights_i B^(step · i). */
function unfilter(x: Float64Array, weights: readonly number[], step: number): Float64Array {
  const y = x.slice();
  y.forEach((_, t) =>
    weights.forEach((weight, i) => {
      y[t] = (y[t] ?? 0) - weight * (y[t - step * (i + 1)] ?? 0);
    }),
  );
  return y;
}

/** y_t = x_t + Σ weights_i · x_{t − step · i}. */
function filter(x: Float64Array, weights: readonly number[], step: number): Float64Array {
  return x.map(
    (value, t) => value + weights.reduce((sum, weight, i) => sum + weight * (x[t - step * (i + 1)] ?? 0), 0),
  );
}

export interface Coefficients {
  readonly ar: readonly number[];
  readonly ma: readonly number[];
  readonly seasonalAr: readonly number[];
  readonly seasonalMa: readonly number[];
}

/** A series of its errors, one polynomial after the other, from a start at rest; no constant. */
export function seriesOf(
  errors: Float64Array,
  { d, D, season }: Pick<ArimaOrder, 'd' | 'D' | 'season'>,
  { ar, ma, seasonalAr, seasonalMa }: Coefficients,
): Float64Array {
  const negated = (weights: readonly number[]) => weights.map((weight) => -weight);
  let series = filter(filter(errors, ma, 1), seasonalMa, season);
  series = unfilter(unfilter(series, negated(ar), 1), negated(seasonalAr), season);
  for (let time = 0; time < d; time++) series = unfilter(series, [-1], 1);
  for (let time = 0; time < D; time++) series = unfilter(series, [-1], season);
  return series;
}
