import { weightText } from './evaluation';

it.each([
  [{ mean: 0.62, least: 0.62, most: 0.62 }, '62.0 %'],
  [{ mean: 0.62, least: 0.41, most: 0.8 }, '62.0 % (41.0 % to 80.0 %)'],
])('of %j says its range where it has one: %s', (weight, expected) => {
  expect(weightText(weight)).toBe(expected);
});
