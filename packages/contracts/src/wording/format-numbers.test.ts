import { formatPercent } from './format-numbers';
import { weightText } from '../artifacts/evaluation';

it.each([
  [0.0213, '2.1 %'],
  [0, '0.0 %'],
  [1, '100.0 %'],
  [-0.00004, '−0.004 %'],
  [0.0000006, '0.0001 %'],
  [1e-9, '0.0 %'],
])('%d as a percentage is %s: digits are added until one is not 0, if any of four is', (fraction, text) => {
  expect(formatPercent(fraction)).toBe(text);
});

it('weights have a range where it can be seen', () => {
  expect(weightText({ least: 0.41, mean: 0.62, most: 0.8 })).toBe('62.0 % (41.0 % to 80.0 %)');
  expect(weightText({ least: 1e-9, mean: 0.5, most: 1 - 1e-9 })).toBe('50.0 % (0.0 % to 100.0 %)');
  expect(weightText({ least: 1e-9, mean: 2e-9, most: 3e-9 })).toBe('0.0 %');
});
