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

it('a teacher that stacking does without has no share, though a rest of weight is left to it', () => {
  const [, without] = weightShares([Float64Array.of(1, 1), Float64Array.of(1e-9, 1e-9)]);
  expect(without).toEqual({ mean: 0, least: 0, most: 0 });
});
