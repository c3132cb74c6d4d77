import { normalNumbers, uniformNumbers } from './normal-numbers';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const take = (next: () => number, count: number) => Array.from({ length: count }, next);

// The moments of N(0, 1): 0, 1, 0, 3. With 40,000 draws their standard errors are .005, .007, .019, .049.
it('draws from N(0, 1), by its first four moments and its tails', () => {
  const values = take(normalNumbers(7), 40_000);
  const moment = (power: number) => mean(values.map((value) => value ** power));
  expect(moment(1)).toBeCloseTo(0, 1);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
  expect(Math.abs(moment(3))).toBeLessThan(0.08);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
  expect(mean(values.map((value) => (Math.abs(value) < 1.959964 ? 1 : 0)))).toBeCloseTo(0.95, 2);
});

it('draws numbers that do not follow from one another, nor from a neighbouring seed', () => {
  const correlation = (a: readonly number[], b: readonly number[]) => mean(a.map((value, i) => value * b[i]!));
  const values = take(normalNumbers(3), 20_000);
  for (const lag of [1, 2, 3]) expect(Math.abs(correlation(values.slice(lag), values))).toBeLessThan(0.03);
  // The first numbers of 20,000 seeds: what a row of recipes gets.
  const firsts = Array.from({ length: 20_000 }, (_, seed) => take(normalNumbers(seed), 3));
  const nth = (place: number) => firsts.map((row) => row[place]!);
  expect(Math.abs(mean(nth(0).map((value) => value ** 2)) - 1)).toBeLessThan(0.04);
  for (const [a, b] of [
    [nth(0), nth(1)],
    [nth(0), nth(2)],
    [nth(0).slice(1), nth(0)],
  ] as const)
    // prettier-ignore
    expect(Math.abs(correlation(a, b))).toBeLessThan(0.03);
});

it('repeats itself for a seed, and never gives 0 or 1', () => {
  expect(take(normalNumbers(5), 9)).toEqual(take(normalNumbers(5), 9));
  const uniform = take(uniformNumbers(-12), 20_000);
  expect(Math.min(...uniform)).toBeGreaterThan(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(mean(uniform)).toBeCloseTo(0.5, 2);
});
