import fc from 'fast-check';
import { type Baseline, BASELINES } from './baselines';

describe('BASELINES', () => {
  const past = Float32Array.of(1, 10, 2, 20, 3, 30);

  it('repeats the last row', () => {
    const shape = { horizon: 2, channelCount: 2, season: 3 };
    expect(Array.from(BASELINES['repeat-last'].forecast(past, shape))).toEqual([3, 30, 3, 30]);
    const baseline: Baseline = BASELINES['repeat-last'];
    expect(baseline.lookback(shape)).toBe(1);
  });

  it('repeats the last season, again and again over a longer horizon', () => {
    const shape = { horizon: 5, channelCount: 2, season: 2 };
    const expected = [2, 20, 3, 30, 2, 20, 3, 30, 2, 20];
    expect(Array.from(BASELINES['seasonal-naive'].forecast(past, shape))).toEqual(expected);
  });

  it('needs no more than its lookback, and not one row less', () => {
    const shape = { horizon: 5, channelCount: 2, season: 3 };
    const { lookback, forecast } = BASELINES['seasonal-naive'];
    const rows = (count: number) => past.subarray(past.length - 2 * count);
    expect(forecast(rows(lookback(shape)), shape)).toEqual(forecast(Float32Array.of(7, 7, ...past), shape));
    expect(forecast(rows(lookback(shape) - 1), shape)).not.toEqual(forecast(past, shape));
  });

  it('is exact on every series that repeats itself', () => {
    const periods = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        periods,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 6, max: 12 }),
        (period, horizon, length) => {
          const series = Float32Array.from({ length: length + horizon }, (_, t) => period[t % period.length]!);
          const shape = { horizon, channelCount: 1, season: period.length };
          const found = BASELINES['seasonal-naive'].forecast(series.subarray(0, length), shape);
          expect(found).toEqual(series.subarray(length));
        },
      ),
      { seed: 3 },
    );
  });
});
