import { createInitialiser } from './initialiser';

it('draws from U(-1/√fanIn, 1/√fanIn): its bounds, and mean 0 and variance 1/(3 fanIn)', () => {
  const { shape, values } = createInitialiser(0).uniform([100, 200], 16);
  const draws = [...values];
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  expect([shape, draws.length]).toEqual([[100, 200], 20_000]);
  expect(Math.max(...draws)).toBeLessThanOrEqual(0.25);
  expect(Math.max(...draws)).toBeGreaterThan(0.249);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(-0.25);
  expect(Math.min(...draws)).toBeLessThan(-0.249);
  expect(mean).toBeCloseTo(0, 2);
  expect(variance / (1 / (3 * 16))).toBeCloseTo(1, 1);
});

it('draws on from array to array, and repeats itself for one seed', () => {
  const [first, again] = [createInitialiser(7), createInitialiser(7)];
  const [a, b] = [first.uniform([50], 4), first.uniform([50], 4)];
  expect(b.values).not.toEqual(a.values);
  expect([again.uniform([50], 4), again.uniform([50], 4)]).toEqual([a, b]);
});
