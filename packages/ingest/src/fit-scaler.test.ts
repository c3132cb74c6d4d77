import fc from 'fast-check';
import { standardScaler, takeStatistics } from './fit-scaler';

/** Cuts rows [T, C] into blocks of `size` rows. */
function* blocksOf(values: Float32Array, channelCount: number, size: number): Generator<Float32Array> {
  for (let at = 0; at < values.length; at += size * channelCount) yield values.subarray(at, at + size * channelCount);
}

const value = fc.float({ min: -1000, max: 1000, noNaN: true });

it('is the mean, and the root of the mean squared deviation from it, however the rows were cut', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 120 }), fc.integer({ min: 1, max: 50 }), (numbers, size) => {
      const values = Float32Array.from(numbers.slice(0, numbers.length - (numbers.length % 2)));
      const { mean, std } = takeStatistics(blocksOf(values, 2, size), 2);
      for (const channel of [0, 1]) {
        const column = [...values].filter((_, i) => i % 2 === channel);
        const expected = column.reduce((a, b) => a + b) / column.length;
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
  const { mean, std } = takeStatistics(blocksOf(values, 1, 1000), 1);
  expect(mean[0]).toBeCloseTo(16_777_215, 6);
  expect(std[0]).toBeCloseTo(Math.sqrt(2 / 3), 9);
});

it('finds a std of exactly 0 in a constant channel, and scales it by 1', () => {
  const values = new Float32Array(7 * 1001).fill(0.1);
  const statistics = takeStatistics(blocksOf(values, 7, 100), 7);
  expect(statistics.std).toEqual(new Array(7).fill(0));
  expect(standardScaler(statistics).scale).toEqual([new Array(7).fill(1)]);
  expect(standardScaler(statistics).shift).toEqual([new Array(7).fill(Math.fround(0.1))]);
});
