import { weightShares } from './teacher-weights';

it('shares of windows with more elements than a call takes arguments', () => {
  // 862 channels and 720 steps, as of the Traffic data at its longest horizon; 1/4 of the first element, 1/2 of all others.
  const size = 862 * 720;
  const other = new Float64Array(size).fill(1);
  other[0] = 3;
  const [first, second] = weightShares([new Float64Array(size).fill(1), other]);
  expect(first).toEqual({ mean: expect.closeTo(0.5, 5) as number, least: 0.25, most: 0.5 });
  expect(second).toEqual({ mean: expect.closeTo(0.5, 5) as number, least: 0.5, most: 0.75 });
});
