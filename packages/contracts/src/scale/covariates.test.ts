import { pickCovariateScaler } from './covariates';

const channels = { past: ['rain', 'wind', 'heat'], known: ['hour'], static: ['size'] };
const scaler = { past: { shift: [1, 2, 3], scale: [4, 5, 6] }, static: { shift: [7], scale: [8] } };

it('takes the numbers of the chosen channels, in the order in which they were chosen', () => {
  expect(pickCovariateScaler(scaler, channels, { past: ['heat', 'rain'], known: ['hour'], static: ['size'] })).toEqual({
    past: { shift: [3, 1], scale: [6, 4] },
    static: { shift: [7], scale: [8] },
  });
});

it('is nothing where no chosen channel is scaled', () => {
  expect(pickCovariateScaler(scaler, channels, { past: [], known: ['hour'], static: [] })).toBeUndefined();
  expect(pickCovariateScaler(undefined, channels, { past: ['rain'], known: [], static: [] })).toBeUndefined();
});
