import { EvaluateConfig } from './config';

describe('EvaluateConfig', () => {
  it('is complete when empty', () => {
    expect(EvaluateConfig.parse({})).toEqual({
      split: 'test',
      margin: 0.02,
      baselines: [{ baseline: 'repeat-last' }, { baseline: 'seasonal-naive' }],
      bootstrap: { resamples: 2000, level: 0.95, seed: 0 },
      intervals: { levels: [0.5, 0.9] },
    });
  });

  it.each([
    { margins: 0.02 },
    { split: 'train' },
    { margin: 0 },
    { baselines: [] },
    { baselines: [{ baseline: 'repeat-last', season: 24 }] },
    { baselines: [{ baseline: 'seasonal-naive', season: 0 }] },
    { baselines: [{ baseline: 'arima', season: 1.5 }] },
    { baselines: [{ baseline: 'arima', order: [1, 0, 0] }] },
    { bootstrap: { blocks: 24 } },
    { bootstrap: { level: 95 } },
    { intervals: { levels: [] } },
    { intervals: { levels: [0.9, 0.5] } },
    { intervals: { levels: [90] } },
    { intervals: { level: 0.9 } },
  ])('refuses %j', (section) => {
    expect(EvaluateConfig.safeParse(section).success).toBe(false);
  });
});
