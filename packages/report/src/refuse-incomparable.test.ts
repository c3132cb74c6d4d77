import { refuseIncomparable } from './refuse-incomparable';

function judged(experiment: string, dataset: string, horizon: number, windowCount = 9) {
  return { manifest: { inputs: { dataset } }, summary: { experiment, horizon, split: 'test' as const, windowCount } };
}

it('lays runs over each other that are judged on the same windows', () =>
  expect(() => refuseIncomparable(judged('a', 'd1', 4), judged('b', 'd1', 4))).not.toThrow());

it.each([
  [judged('b', 'd2', 4), 'the data set is d1 and d2'],
  [judged('b', 'd1', 6), 'the horizon is 4 and 6'],
  [judged('b', 'd1', 4, 8), 'the number of windows is 9 and 8'],
  [judged('b', 'd2', 6), 'the data set is d1 and d2, the horizon is 4 and 6'],
])('refuses %j, and says every difference', (other, differences) =>
  expect(() => refuseIncomparable(judged('a', 'd1', 4), other)).toThrow(
    `"a" and "b" cannot be laid over each other: ${differences}.`,
  ),
);
