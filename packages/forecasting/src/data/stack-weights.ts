/** Weight that is moved at last: what is left to gain is far below what a float32 shows. */
const LEAST_STEP = 1e-9;
const MOST_ROUNDS = 1000;

/**
 * Weights of forecasts, none negative and together 1, whose weighted mean has the least squared error (stacked regressions, Breiman 1996).
 *
 * Weight goes from one forecast to another, pair by pair, each time as much as lowers the error most.
 *
 * @param products mean of the product of the errors of forecasts j and k, [K][K], symmetric
 */
export function stackWeights(products: readonly (readonly number[])[]): number[] {
  const weights = products.map(() => 1 / products.length);
  const at = (j: number, k: number) => products[j]?.[k] ?? NaN;
  const slope = (j: number) => weights.reduce((sum, weight, k) => sum + weight * at(j, k), 0);

  function moveWeight(j: number, k: number): number {
    const curvature = at(j, j) + at(k, k) - 2 * at(j, k);
    // Two that always miss alike are one: it does not matter which is heard.
    if (!(curvature > 0)) return 0;
    const [from, to] = [weights[j] ?? 0, weights[k] ?? 0];
    const step = Math.max(-to, Math.min(from, (slope(j) - slope(k)) / curvature));
    weights[j] = from - step;
    weights[k] = to + step;
    return Math.abs(step);
  }

  for (let round = 0; round < MOST_ROUNDS; round++) {
    let moved = 0;
    for (let j = 1; j < products.length; j++) for (let k = 0; k < j; k++) moved = Math.max(moved, moveWeight(j, k));
    if (moved < LEAST_STEP) break;
  }
  return weights;
}
