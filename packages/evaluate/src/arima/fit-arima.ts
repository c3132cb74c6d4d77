import { filterOf, residualsOf } from './filter';
import { leastSquares } from './least-squares';
import { type ArimaOrder, coefficientCount } from './order';

export interface FittedArima {
  readonly order: ArimaOrder;
  /** φ, θ, Φ, Θ and, where nothing is differenced, c. */
  readonly coefficients: readonly number[];
  /** Infinity where the fit is not stationary or not invertible. */
  readonly aicc: number;
}

/**
 * Fits one order by least squares of the one-step errors from row `from` on, given the rows before (conditional sum of squares, Box &
 * Jenkins 1970).
 *
 * The criterion is Akaike's, corrected for few rows (Hurvich & Tsai 1989). Given one `from` it counts the same errors for every order, so orders with
 * and without differences may be compared by it.
 */
export function fitArima(series: Float64Array, order: ArimaOrder, from: number): FittedArima {
  const errorsAt = (coefficients: readonly number[]) =>
    residualsOf(series, filterOf(order, coefficients)).subarray(from);
  const { coefficients, sum } = leastSquares(errorsAt, Array<number>(coefficientCount(order)).fill(0));
  const aicc = isStable(order, coefficients) ? correctedAic(sum, series.length - from, coefficients.length) : Infinity;
  return { order, coefficients, aicc };
}

/** The variance of the errors is a coefficient too. */
function correctedAic(sum: number, errorCount: number, coefficients: number): number {
  const k = coefficients + 1;
  return errorCount * Math.log(sum / errorCount) + 2 * k + (2 * k * (k + 1)) / (errorCount - k - 1);
}

/** A root nearer to the unit circle than that is one too many, as in Hyndman & Khandakar 2008. */
const LEAST_ROOT = 1.01;

/** Whether all four polynomials have their roots well outside the unit circle. */
function isStable({ p, q, P, Q }: ArimaOrder, coefficients: readonly number[]): boolean {
  const part = (from: number, count: number) => coefficients.slice(from, from + count);
  const averages = [part(p, q), part(p + q + P, Q)].map((weights) => weights.map((weight) => -weight));
  const inflated = (weights: readonly number[]) => weights.map((weight, i) => weight * LEAST_ROOT ** (i + 1));
  return [part(0, p), part(p + q, P), ...averages].map(inflated).every(hasRootsOutside);
}

/** Of 1 − Σ weights_i z^i, by its partial autocorrelations (Barndorff-Nielsen & Schou 1973). */
function hasRootsOutside(weights: readonly number[]): boolean {
  const last = weights.at(-1);
  if (last === undefined) return true;
  if (Math.abs(last) >= 1) return false;
  const rest = weights.slice(0, -1);
  return hasRootsOutside(rest.map((weight, i) => (weight + last * (rest[rest.length - 1 - i] ?? 0)) / (1 - last ** 2)));
}
