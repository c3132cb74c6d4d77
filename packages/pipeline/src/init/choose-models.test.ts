import { ModelConfig } from '@tsdistill/forecasting';
import { chooseLookback, chooseStudent, chooseTeacher } from './choose-models';

it.each([
  [{ channelCount: 1, rowCount: 10_000, season: 24, horizon: 24 }, 48],
  [{ channelCount: 1, rowCount: 10_000, season: 168, horizon: 24 }, 168],
  // A season of 365 days is 26 horizons of two weeks: too far.
  [{ channelCount: 1, rowCount: 10_000, season: 365, horizon: 14 }, 28],
  [{ channelCount: 1, rowCount: 100, season: 24, horizon: 24 }, 11],
  [{ channelCount: 1, rowCount: 10, season: 1, horizon: 3 }, 1],
])('%j looks back %p steps', (size, lookback) => {
  expect(chooseLookback(size)).toBe(lookback);
});

it.each([
  [1, 'lstm'],
  [2, 'lstm'],
  [3, 'itransformer'],
])('%p channels are taught by an %s, which is a model that exists', (channelCount, architecture) => {
  const size = { channelCount, rowCount: 1000, season: 7, horizon: 14 };
  expect(ModelConfig.parse(chooseTeacher(size).model)).toMatchObject({ architecture, lookback: 28 });
  expect(ModelConfig.parse(chooseStudent(size).model)).toMatchObject({ architecture: 'mlp', lookback: 28 });
});

it.each([1, 3])(
  'teacher and student of %p channels read all covariates of the data set, and name no role without any',
  (channelCount) => {
    const covariates = { past: [], known: ['holiday', 'weekday.sin'], static: ['region=north'] };
    const size = { channelCount, rowCount: 1000, season: 7, horizon: 14 };
    for (const choose of [chooseTeacher, chooseStudent]) {
      const { model } = choose({ ...size, covariates });
      expect(ModelConfig.parse(model)).toMatchObject(covariates);
      expect(model).not.toHaveProperty('past');
      expect(choose(size).model).toEqual(choose({ ...size, covariates: { past: [], known: [], static: [] } }).model);
      expect(choose(size).model).not.toHaveProperty('known');
    }
  },
);
