import { pickExamples } from './example-windows';

it('takes the least, the middle and the largest loss, and no window of which nothing counts', () => {
  const picked = pickExamples(Float64Array.from([5, NaN, 1, 9, 3, NaN, 4]));
  expect(picked).toEqual([
    { rank: 'best', index: 2 },
    { rank: 'median', index: 6 },
    { rank: 'worst', index: 3 },
  ]);
});

it('has three ranks of one window', () =>
  expect(pickExamples(Float64Array.from([2])).map(({ index }) => index)).toEqual([0, 0, 0]));
