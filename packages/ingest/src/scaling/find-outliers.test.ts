import { findOutliers, OUTLIER_Z } from './find-outliers';
import type { RangeValues } from './range-values';

function values(width: number, ...series: readonly (readonly number[])[]): RangeValues {
  return {
    width,
    rowCounts: series.map((cells) => cells.length / width),
    *blocks(index) {
      const cells = Float32Array.from(series[index] ?? []);
      for (let at = 0; at < cells.length; at += 50 * width) yield cells.subarray(at, at + 50 * width);
    },
  };
}

// -3 … 3 again and again: median 0, MAD 2, so a deviation of z is a value of 1.4826 · 2 z.
const regular = (count: number) => Array.from({ length: count }, (_, i) => (i % 7) - 3);

it('counts values beyond the limit, on either side, and shows the farthest', () => {
  const cells = regular(700);
  const limit = 1.4826 * 2 * OUTLIER_Z;
  cells[100] = -2 * limit;
  cells[200] = limit + 0.1;
  cells[300] = limit - 0.1;
  const [report, ...others] = findOutliers(values(1, cells));
  expect(others).toEqual([]);
  expect(report).toMatchObject({ channel: 0, count: 2, series: 0, row: 100, value: Math.fround(-2 * limit) });
  expect(report!.z).toBeCloseTo(2 * OUTLIER_Z, 4);
});

it('compares a value with its own series, and its own channel', () => {
  const high = regular(700).map((value) => 1e6 + value);
  expect(findOutliers(values(1, regular(700), high))).toEqual([]);
  const wild = high.map((value, i) => (i === 5 ? 0 : value));
  expect(findOutliers(values(1, regular(700), wild))).toMatchObject([{ series: 1, row: 5, value: 0, count: 1 }]);
  const two = regular(700).flatMap((value, i) => [value, i === 9 ? 2000 : value * 100]);
  expect(findOutliers(values(2, two))).toEqual([]);
  expect(
    findOutliers(
      values(
        2,
        two.map((value, i) => (i === 19 ? 1e5 : value)),
      ),
    ),
  ).toMatchObject([{ channel: 1, row: 9 }]);
});

it('measures mostly equal values by their mean deviation, and finds nothing far from a constant', () => {
  const mostlyZero = Array.from({ length: 1000 }, (_, i) => (i === 501 ? 50 : Number(i % 10 === 0)));
  expect(findOutliers(values(1, mostlyZero))).toMatchObject([{ count: 1, value: 50, row: 501 }]);
  expect(findOutliers(values(1, new Array(100).fill(7)))).toEqual([]);
  expect(findOutliers(values(1, [NaN, NaN, NaN]))).toEqual([]);
});
