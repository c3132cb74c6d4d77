import fc from 'fast-check';
import { conformalRank, halfWidthOf } from './conformal';

it.each([
  [9, 0.9, 9],
  [8, 0.9, undefined],
  [19, 0.95, 19],
  [99, 0.9, 90],
  [100, 0.9, 91],
  [1, 0.5, 1],
  [0, 0.5, undefined],
  // 100 · 0.55 is 55.00000000000001 in floating point.
  [99, 0.55, 55],
])('of %i residuals a share of %d is bounded by the one at %p', (count, level, rank) => {
  expect(conformalRank(count, level)).toBe(rank);
});

it('is the smallest whole number that is at least (n + 1) · level, in exact arithmetic', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 999 }), (count, perMille) => {
      const exact = Number((BigInt(count + 1) * BigInt(perMille) + 999n) / 1000n);
      expect(conformalRank(count, perMille / 1000)).toBe(exact <= count ? exact : undefined);
    }),
  );
});

// Leaving one of n + 1 different residuals out, it lies within the interval of the others if and only if it is one of the k smallest.
it('holds exactly k of n + 1 residuals that are left out one by one, which is at least the level', () => {
  const residuals = fc.uniqueArray(fc.float({ min: 0, max: 100, noNaN: true }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(residuals, fc.integer({ min: 1, max: 99 }), (values, percent) => {
      const level = percent / 100;
      const isHeld = (value: number, index: number) => {
        const others = Float32Array.from(values.filter((_, other) => other !== index)).sort();
        return value <= halfWidthOf(others, level);
      };
      const held = values.filter(isHeld).length;
      expect(held).toBe(conformalRank(values.length - 1, level) ?? values.length);
      expect(held / values.length).toBeGreaterThanOrEqual(level - 1e-9);
    }),
  );
});
