import { type ArimaOrder, hasConstant } from './order';

/** Weights of a polynomial in the lag operator, by lag. */
type Polynomial = ReadonlyMap<number, number>;

/** The same without lag 0, whose weight is 1. */
interface Terms {
  readonly lags: Int32Array;
  readonly weights: Float64Array;
}

/** y_t + Σ left · y = constant + e_t + Σ right · e: an ARIMA multiplied out, its differences among them. */
export interface ArimaFilter {
  readonly left: Terms;
  readonly right: Terms;
  readonly constant: number;
}

/**
 * φ(B) Φ(B^s) (1 − B)^d (1 − B^s)^D y_t = c + θ(B) Θ(B^s) e_t, with φ(B) = 1 − Σ φ_i B^i and θ(B) = 1 + Σ θ_j B^j.
 *
 * @param coefficients φ, θ, Φ, Θ and, where nothing is differenced, c
 */
export function filterOf(order: ArimaOrder, coefficients: readonly number[]): ArimaFilter {
  const { p, d, q, P, D, Q, season } = order;
  const [ar, ma, seasonalAr, seasonalMa] = splitAt(coefficients, [p, p + q, p + q + P, p + q + P + Q]);
  const negated = (weights: readonly number[]) => weights.map((weight) => -weight);
  const differences = [...Array<number>(d).fill(1), ...Array<number>(D).fill(season)];
  const left = [polynomial(negated(ar), 1), polynomial(negated(seasonalAr), season)];
  const right = [polynomial(ma, 1), polynomial(seasonalMa, season)];
  return {
    left: termsOf([...left, ...differences.map((lag) => polynomial([-1], lag))].reduce(product)),
    right: termsOf(right.reduce(product)),
    constant: hasConstant(order) ? (coefficients.at(-1) ?? 0) : 0,
  };
}

/** Coefficients of φ, θ, Φ and Θ, in this order. */
function splitAt(coefficients: readonly number[], ends: readonly [number, number, number, number]) {
  const part = (index: number) => coefficients.slice(ends[index - 1] ?? 0, ends[index]);
  return [part(0), part(1), part(2), part(3)] as const;
}

/** 1 + Σ weights_i · B^(step · i). */
function polynomial(weights: readonly number[], step: number): Polynomial {
  return new Map([[0, 1], ...weights.map((weight, index) => [step * (index + 1), weight] as const)]);
}

function product(a: Polynomial, b: Polynomial): Polynomial {
  const sum = new Map<number, number>();
  for (const [lagA, weightA] of a)
    for (const [lagB, weightB] of b) sum.set(lagA + lagB, (sum.get(lagA + lagB) ?? 0) + weightA * weightB);
  return sum;
}

function termsOf(weights: Polynomial): Terms {
  const terms = [...weights].filter(([lag]) => lag > 0);
  return { lags: Int32Array.from(terms, ([lag]) => lag), weights: Float64Array.from(terms, ([, weight]) => weight) };
}

/** Σ weights · values, each its lag before `t`; what lies before the first value is 0. */
function weigh({ lags, weights }: Terms, values: Float64Array, t: number): number {
  let sum = 0;
  for (let term = 0; term < lags.length; term++) {
    const place = t - (lags[term] ?? 0);
    if (place >= 0) sum += (weights[term] ?? 0) * (values[place] ?? 0);
  }
  return sum;
}

/** One-step errors e_t of a series, [T]; 0 for the first steps, which reach back before it (conditional sum of squares). */
export function residualsOf(series: Float64Array, { left, right, constant }: ArimaFilter): Float64Array {
  const residuals = new Float64Array(series.length);
  for (let t = left.lags.reduce((most, lag) => Math.max(most, lag), 0); t < series.length; t++)
    residuals[t] = (series[t] ?? 0) + weigh(left, series, t) - constant - weigh(right, residuals, t);
  return residuals;
}

/**
 * The forecast of rows `origin` … `origin` + `horizon` − 1, which reads no row from `origin` on.
 *
 * @param residuals of the same series and filter
 */
export function forecastFrom(
  { left, right, constant }: ArimaFilter,
  { series, residuals }: { readonly series: Float64Array; readonly residuals: Float64Array },
  { origin, horizon }: { readonly origin: number; readonly horizon: number },
): Float64Array {
  const reach = Math.min(
    origin,
    [...left.lags, ...right.lags].reduce((most, lag) => Math.max(most, lag), 0),
  );
  const [values, errors] = [new Float64Array(reach + horizon), new Float64Array(reach + horizon)];
  values.set(series.subarray(origin - reach, origin));
  errors.set(residuals.subarray(origin - reach, origin));
  for (let t = reach; t < values.length; t++) values[t] = constant - weigh(left, values, t) + weigh(right, errors, t);
  return values.subarray(reach);
}
