import { formatError, PipelineError } from '@tsdistill/contracts';
import { checkBaselines } from './check-baselines';
import { EvaluateConfig } from './config';

/** Two series, the second with so many train rows. */
const metaOf = (rows: number) =>
  ({
    horizon: 4,
    channels: { target: ['a'] },
    season: 12,
    series: [
      { id: 'north', borders: { train: [0, 500] } },
      { id: 'south', borders: { train: [3, 3 + rows] } },
    ],
  }) as never;
const check = (rows: number, baseline: object) => {
  try {
    checkBaselines(EvaluateConfig.parse({ baselines: [{ baseline: 'repeat-last' }, baseline] }), metaOf(rows));
    return undefined;
  } catch (error) {
    return error instanceof PipelineError ? formatError(error) : error;
  }
};

// 3 + 1 rows of the largest order, 2 seasons, 30 errors.
it.each([
  [58, { baseline: 'arima' }],
  [34, { baseline: 'arima', season: 1 }],
  [1, { baseline: 'seasonal-naive' }],
])('takes %i train rows for %j', (rows, baseline) => expect(check(rows, baseline)).toBeUndefined());

it('refuses one row fewer, with the series, both numbers and the season', () => {
  expect(check(57, { baseline: 'arima' })).toBe(
    `BASELINE_TOO_SHORT: The baseline arima with a season of 12 steps needs 58 train rows, but the series "south" has 57.
  Give the baseline a shorter \`season\` (1 = none), or take it out of \`evaluate.baselines\` in the experiment config.`,
  );
  expect(check(33, { baseline: 'arima', season: 1 })).toBe(
    `BASELINE_TOO_SHORT: The baseline arima with a season of 1 step needs 34 train rows, but the series "south" has 33.
  Take it out of \`evaluate.baselines\` in the experiment config.`,
  );
});
