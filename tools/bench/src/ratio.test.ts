import { median, summarize } from './ratio';

it('the median is the middle value, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

// Conover 1999, table A3: with n = 9 the 2nd and 8th value bound the median with 96.1 %, with n = 20 the 6th and 15th with 95.9 %.
it.each([
  [6, 1, 6],
  [8, 1, 8],
  [9, 2, 8],
  [20, 6, 15],
])('with %i ratios the interval goes from number %i to number %i', (count, low, high) => {
  const ratios = Array.from({ length: count }, (_, i) => count - i);
  expect(summarize(ratios)).toEqual({ median: (count + 1) / 2, low, high, count });
});
