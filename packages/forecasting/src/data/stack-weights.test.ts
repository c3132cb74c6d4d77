import * as fc from 'fast-check';
import { stackWeights } from './stack-weights';

/** wᵀ E w. */
const error = (products: number[][], weights: readonly number[]) =>
  products.reduce(
    (sum, row, j) => sum + weights[j]! * row.reduce((part, value, k) => part + weights[k]! * value, 0),
    0,
  );

/** Products of errors that were observed: none is impossible. */
const observed = fc
  .integer({ min: 2, max: 4 })
  .chain((count) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 12, maxLength: 12 }), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map((errors) =>
    errors.map((one) => errors.map((other) => one.reduce((sum, value, i) => sum + value * other[i]!, 0) / 12)),
  );

it('gives two forecasts the weights of the closed form, or all to the better one', () => {
  // (E₂₂ − E₁₂) / (E₁₁ + E₂₂ − 2 E₁₂)
  expect(
    stackWeights([
      [4, 1],
      [1, 2],
    ]),
  ).toEqual([expect.closeTo(0.25, 9), expect.closeTo(0.75, 9)]);
  expect(
    stackWeights([
      [1, 2],
      [2, 5],
    ]),
  ).toEqual([1, 0]);
});

it('finds no less error anywhere else on a grid of all weights', () => {
  fc.assert(
    fc.property(observed, (products) => {
      const weights = stackWeights(products);
      expect(weights.every((weight) => weight >= 0)).toBe(true);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      const least = error(products, weights);
      for (const other of gridOf(products.length, 8)) expect(least).toBeLessThanOrEqual(error(products, other) + 1e-6);
    }),
  );
});

it('hears all alike where nothing was observed', () => {
  expect(
    stackWeights([
      [NaN, NaN],
      [NaN, NaN],
    ]),
  ).toEqual([0.5, 0.5]);
});

/** All weights in steps of 1 / parts. */
function gridOf(count: number, parts: number): number[][] {
  if (count === 1) return [[parts / parts]];
  const split = (left: number, rest: number): number[][] =>
    rest === 1
      ? [[left]]
      : Array.from({ length: left + 1 }, (_, i) => split(left - i, rest - 1).map((tail) => [i, ...tail])).flat();
  return split(parts, count).map((one) => one.map((part) => part / parts));
}
