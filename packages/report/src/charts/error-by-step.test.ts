import { legendTop } from './error-by-step';

it.each([
  [['student', 'twin'], 32],
  [['student', 'teacher', 'twin', 'seasonal-naive 168', 'repeat-last'], 50],
])('leaves as many lines for the legend %j as it takes', (names, top) => expect(legendTop(names)).toBe(top));
