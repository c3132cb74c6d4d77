import { findBelowFloor } from './find-below-floor';

const rows = (...series: readonly (readonly number[])[]) => ({
  width: 2,
  rowCounts: series.map((cells) => cells.length / 2),
  // One row a block.
  *blocks(index: number) {
    const cells = series[index] ?? [];
    for (let cell = 0; cell < cells.length; cell += 2) yield Float32Array.from(cells.slice(cell, cell + 2));
  },
});

it('gives count, place and value of the lowest one of each channel, the first of equals', () => {
  const values = rows([0, -1, 3, NaN, -2, 5], [-7, 1, 0, 0, -7, 2]);
  expect(findBelowFloor(values, 0)).toEqual([
    { channel: 0, count: 3, series: 1, row: 0, value: -7 },
    { channel: 1, count: 1, series: 0, row: 0, value: -1 },
  ]);
});

it('a value on the floor is not below it, in float32 too', () => {
  expect(findBelowFloor(rows([0.7, 0.7]), 0.7)).toEqual([]);
  expect(findBelowFloor(rows([0.69, 0.7]), 0.7)).toMatchObject([{ channel: 0, count: 1 }]);
});
