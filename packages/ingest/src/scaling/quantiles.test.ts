import fc from 'fast-check';
import { QUARTILES, quantiles } from './quantiles';

const rows = (values: readonly number[]) => () => [Float32Array.from(values)];

// numpy.quantile([1, 2, 4, 8, 16], [.1, .25, .5, .75]) = 1.4, 2, 4, 8; of [3, 1, 2, 10] = 1.3, 1.75, 2.5, 4.75.
it.each([
  [
    [1, 2, 4, 8, 16],
    [1.4, 2, 4, 8],
  ],
  [
    [3, 1, 2, 10],
    [1.3, 1.75, 2.5, 4.75],
  ],
])('interpolates like numpy: %j', (values, expected) => {
  const [found] = quantiles(rows(values), { rowCount: values.length, width: 1 }, [0.1, ...QUARTILES]);
  found!.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 12));
});

it('is the same for any number of channels held at once, without NaN, and half of the values lie on either side of the median', () => {
  const cell = fc.oneof(fc.float({ min: -100, max: 100, noNaN: true }), fc.constant(NaN));
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 6, maxLength: 90 }),
      fc.integer({ min: 1, max: 100 }),
      (cells, heldValues) => {
        const width = 3;
        const rowCount = Math.floor(cells.length / width);
        const values = cells.slice(0, rowCount * width);
        const found = quantiles(rows(values), { rowCount, width, heldValues }, [0.5]);
        expect(found).toEqual(quantiles(rows(values), { rowCount, width }, [0.5]));
        found.forEach(([median = NaN], channel) => {
          const column = values.filter((value, i) => i % width === channel && !Number.isNaN(value)).map(Math.fround);
          if (column.length === 0) return expect(median).toBeNaN();
          expect(column.filter((value) => value < median).length).toBeLessThanOrEqual(column.length / 2);
          expect(column.filter((value) => value > median).length).toBeLessThanOrEqual(column.length / 2);
        });
      },
    ),
  );
});
