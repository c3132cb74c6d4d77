import fc from 'fast-check';
import { meanAndStd } from './moments';

/** Cuts rows [T, C] into blocks of `size` rows. */
function* blocksOf(values: Float32Array, channelCount: number, size: number): Generator<Float32Array> {
  for (let at = 0; at < values.length; at += size * channelCount) yield values.subarray(at, at + size * channelCount);
}

const number = fc.float({ min: -1000, max: 1000, noNaN: true });
const cell = fc.oneof({ weight: 4, arbitrary: number }, { weight: 1, arbitrary: fc.constant(NaN) });

it('is the mean of the numbers, and the root of their mean squared deviation from it, however the rows were cut', () => {
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 120 }), fc.integer({ min: 1, max: 50 }), (numbers, size) => {
      const values = Float32Array.from(numbers.slice(0, numbers.length - (numbers.length % 2)));
      const { mean, std } = meanAndStd(blocksOf(values, 2, size), 2);
      for (const channel of [0, 1]) {
        const column = [...values].filter((value, i) => i % 2 === channel && !Number.isNaN(value));
        if (column.length === 0) return expect([mean[channel], std[channel]]).toEqual([NaN, NaN]);
        const expected = column.reduce((a, b) => a + b, 0) / column.length;
        const variance = column.reduce((sum, x) => sum + (x - expected) ** 2, 0) / column.length;
        expect(mean[channel]).toBeCloseTo(expected, 9);
        expect(std[channel]).toBeCloseTo(Math.sqrt(variance), 9);
      }
    }),
  );
});

// 16777214 … 16777216 are neighbours in float32: a sum of squares in float64 has lost their variance of 2/3.
it('keeps a small spread around a large level', () => {
  const values = Float32Array.from({ length: 30_000 }, (_, i) => 16_777_214 + (i % 3));
  const { mean, std } = meanAndStd(blocksOf(values, 1, 1000), 1);
  expect(mean[0]).toBeCloseTo(16_777_215, 6);
  expect(std[0]).toBeCloseTo(Math.sqrt(2 / 3), 9);
});

it('finds a std of exactly 0 in a constant channel', () => {
  const values = new Float32Array(7 * 1001).fill(0.1);
  expect(meanAndStd(blocksOf(values, 7, 100), 7)).toEqual({
    mean: new Array(7).fill(Math.fround(0.1)),
    std: new Array(7).fill(0),
  });
});

it('knows nothing of a channel without a number', () => {
  expect(meanAndStd([Float32Array.of(1, NaN, 3, NaN)], 2)).toEqual({ mean: [2, NaN], std: [1, NaN] });
});
