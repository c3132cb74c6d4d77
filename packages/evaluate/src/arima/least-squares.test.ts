import { leastSquares } from './least-squares';

it('finds the minimum of the valley of Rosenbrock (1960), (1, 1), from its classic start', () => {
  const { coefficients, sum } = leastSquares(([x = 0, y = 0]) => Float64Array.of(10 * (y - x * x), 1 - x), [-1.2, 1]);
  expect(coefficients[0]).toBeCloseTo(1, 4);
  expect(coefficients[1]).toBeCloseTo(1, 4);
  expect(sum).toBeLessThan(1e-8);
});

it('leaves a coefficient without effect where it is, and a place without finite neighbours too', () => {
  expect(leastSquares(([a = 0]) => Float64Array.of(a - 3), [0, 7]).coefficients[1]).toBe(7);
  const cliff = ([a = 0]: readonly number[]) => Float64Array.of(a === 0 ? 1 : Infinity);
  expect(leastSquares(cliff, [0])).toEqual({ coefficients: [0], sum: 1 });
});
