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

// Shares below some places of the standard normal distribution (Abramowitz & Stegun, table 26.1); sd of a share: under .0025.
it('draws embeddings from N(0, 1), one after the other independent', () => {
  const { shape, values } = createInitialiser(1).normal([200, 200]);
  expect([shape, values.length]).toEqual([[200, 200], 40_000]);
  const shareBelow = (place: number) => values.filter((value) => value < place).length / values.length;
  const expected = { '-2': 0.0228, '-1': 0.1587, '0': 0.5, '0.5': 0.6915, '1.5': 0.9332, '3': 0.9987 };
  for (const [place, share] of Object.entries(expected))
    expect(Math.abs(shareBelow(Number(place)) - share)).toBeLessThan(0.01);
  const product = values.reduce((sum, value, i) => sum + value * (values[i + 1] ?? 0), 0);
  expect(Math.abs(product / values.length)).toBeLessThan(0.02);
});
