import type { Origins } from '@tsdistill/contracts';
import { usableLookbacks } from './usable-lookbacks';

/** One series: train origins 1 … trainEnd - 1, then ten of validation and ten of test. */
function originsOf(trainEnd: number): Origins {
  const count = trainEnd - 1 + 20;
  const split = (i: number) => (i < trainEnd - 1 ? 0 : i < trainEnd + 9 ? 1 : 2);
  return {
    series: new Int32Array(count),
    origin: Int32Array.from({ length: count }, (_, i) => i + 1),
    split: Int8Array.from({ length: count }, (_, i) => split(i)),
  };
}

it('are half, once, twice and four times, where the rows allow', () => {
  expect(usableLookbacks(168, originsOf(3000))).toEqual([84, 168, 336, 672]);
  expect(usableLookbacks(5, originsOf(3000))).toEqual([3, 5, 10, 20]);
  expect(usableLookbacks(1, originsOf(3000))).toEqual([1, 2, 4]);
});

// With a lookback of 10, origins 10 … end - 1 are left: end - 10 of them; with 40, end - 40.
it('keep at least half of the train windows', () => {
  expect(usableLookbacks(10, originsOf(70))).toEqual([5, 10, 20, 40]);
  expect(usableLookbacks(10, originsOf(69))).toEqual([5, 10, 20]);
});

it('keep every validation window, also of a series that has few rows before them', () => {
  const long = originsOf(400);
  const first = 40;
  const withShort = (origin: number): Origins => ({
    series: Int32Array.of(...long.series, 1),
    origin: Int32Array.of(...long.origin, origin),
    split: Int8Array.of(...long.split, 1),
  });
  expect(usableLookbacks(10, withShort(first))).toEqual([5, 10, 20, 40]);
  expect(usableLookbacks(10, withShort(first - 1))).toEqual([5, 10, 20]);
});
