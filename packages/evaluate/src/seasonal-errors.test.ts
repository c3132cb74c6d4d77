import { createErrorAccumulator } from './accumulate-errors';
import { BASELINES } from './baselines';
import { seasonalErrors } from './seasonal-errors';

describe('seasonalErrors', () => {
  // Channel 0: |4-1|, |6-2| → 3.5; channel 1 is constant over the season.
  const rows = Float32Array.of(1, 5, 2, 6, 4, 5, 6, 6);

  it('is the mean absolute difference over one season, by channel', () => {
    expect(Array.from(seasonalErrors(rows, { channelCount: 2, season: 2 }))).toEqual([3.5, 0]);
  });

  it('leaves out pairs with an unobserved end, and is 0 without a pair', () => {
    const mask = Uint8Array.of(0, 1, 1, 1, 1, 1, 1, 1);
    expect(Array.from(seasonalErrors(rows, { channelCount: 2, season: 2, mask }))).toEqual([4, 0]);
    expect(Array.from(seasonalErrors(rows, { channelCount: 2, season: 4 }))).toEqual([0, 0]);
  });

  it('gives the seasonal naive forecast a mase of 1 on the rows it was made from', () => {
    const [season, channelCount] = [3, 2];
    const train = Float32Array.from({ length: 40 * channelCount }, (_, i) => Math.sin(i * i) + (i % channelCount) * 9);
    const windowCount = 40 - season;
    const accumulator = createErrorAccumulator('naive', { windowCount, horizon: 1, channelCount });
    const units = { toRaw: (value: number) => value, seasonalErrors: seasonalErrors(train, { channelCount, season }) };
    for (let row = season; row < 40; row++) {
      const past = train.subarray(0, row * channelCount);
      const forecast = BASELINES['seasonal-naive'].forecast(past, { horizon: 1, channelCount, season });
      accumulator.add({ forecast, truth: train.subarray(row * channelCount, (row + 1) * channelCount) }, units);
    }
    const { overall, perChannel } = accumulator.scores().metrics;
    expect(overall.mase).toBeCloseTo(1, 6);
    for (const channel of perChannel) expect(channel.mase).toBeCloseTo(1, 6);
  });
});
