import { findOutsideDomain } from './find-outside-domain';
import type { RangeValues } from './range-values';
import { transformsOf } from './scaling-config';
import { applyTransform } from './transform';

it('is the function of its name', () => {
  expect([applyTransform('none', -5), applyTransform('log1p', Math.E - 1), applyTransform('sqrt', 9)]).toEqual([
    -5, 1, 3,
  ]);
});

it('is one for all columns, or by name, and none for a column without one', () => {
  expect(transformsOf('sqrt', ['a', 'b'])).toEqual(['sqrt', 'sqrt']);
  expect(transformsOf({ b: 'log1p' }, ['a', 'b'])).toEqual(['none', 'log1p']);
});

it('refuses a column that is no target, and names the nearest', () => {
  expect(() => transformsOf({ sale: 'log1p' }, ['sales', 'price'])).toThrow(
    expect.objectContaining({
      code: 'TRANSFORM_COLUMN',
      context: { column: 'sale', targets: ['sales', 'price'], nearest: 'sales' },
    }),
  );
});

const values = (width: number, ...series: readonly (readonly number[])[]): RangeValues => ({
  width,
  rowCounts: series.map((cells) => cells.length / width),
  *blocks(index) {
    const cells = Float32Array.from(series[index] ?? []);
    for (let at = 0; at < cells.length; at += 2 * width) yield cells.subarray(at, at + 2 * width);
  },
});

it('finds the first value for which a transform does not exist, and counts them; limits and missing values are inside', () => {
  const rows = values(2, [-0.999, -9, NaN, 0], [5, 1, 6, 2, 7, -3, -1, -4]);
  expect(findOutsideDomain(rows, ['log1p', 'none'])).toEqual({ series: 1, row: 3, channel: 0, value: -1, count: 1 });
  expect(findOutsideDomain(rows, ['none', 'sqrt'])).toEqual({ series: 0, row: 0, channel: 1, value: -9, count: 3 });
  expect(findOutsideDomain(rows, ['none', 'none'])).toBeUndefined();
  expect(findOutsideDomain(values(1, [0, NaN, 3]), ['sqrt'])).toBeUndefined();
});
