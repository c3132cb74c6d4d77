import { createLeftOut } from './left-out';

it('gives the times of a series between two others, ascending and each once', () => {
  const leftOut = createLeftOut();
  expect(leftOut.isEmpty()).toBe(true);
  for (const timeMs of [50, 20, 30, 20, 10]) leftOut.addTime('a', timeMs);
  expect(leftOut.isEmpty()).toBe(false);
  expect(leftOut.timesBetween('a', 10, 50)).toEqual([20, 30]);
  expect(leftOut.timesBetween('a', 9, 51)).toEqual([10, 20, 30, 50]);
  expect(leftOut.timesBetween('b', 9, 51)).toEqual([]);
  leftOut.addTime('a', 25);
  expect(leftOut.timesBetween('a', 20, 30)).toEqual([25]);
});

it('counts rows between two others, whichever comes first, and keeps the first 100,000', () => {
  const leftOut = createLeftOut();
  for (let row = 0; row < 100_010; row++) leftOut.addRow('a', 2 * row);
  expect(leftOut.countBetween('a', 3, 9)).toBe(3);
  expect(leftOut.countBetween('a', 9, 3)).toBe(3);
  expect(leftOut.countBetween('a', 4, 8)).toBe(1);
  expect(leftOut.countBetween('b', 4, 8)).toBe(0);
  expect(leftOut.countBetween('a', 199_990, 300_000)).toBe(4);
});
