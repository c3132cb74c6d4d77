import { largest, smallest } from './extremes';

it('finds the ends of a list longer than a call takes arguments, and of none', () => {
  const values = Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 300_007);
  expect(largest(values)).toBe([...values].sort((a, b) => a - b).at(-1));
  expect(smallest(values)).toBe(0);
  expect([largest([]), smallest([])]).toEqual([-Infinity, Infinity]);
});
