import type { BacktestMeta, BacktestSummary } from '../src/schemas/backtest';

export const backtestMeta: BacktestMeta = {
  horizon: 2,
  channels: ['load', 'price'],
  series: ['north', 'south, "2"'],
  frequency: 'PT1H',
  timezone: 'Europe/Berlin',
  unit: 'raw',
  models: [{ name: 'mlp, distilled', seed: 7 }],
  windowCount: 2,
};

const known = { mse: 0.25, mae: 0.5, rawMae: 1.5, wape: 0.125 };
const unknown = { mse: null, mae: null, rawMae: null, wape: null };
const all = { windowCount: 2, models: [known], naive: { ...known, mse: 0.5 } };

export const backtestSummary: BacktestSummary = {
  period: 'day',
  season: 3,
  overall: all,
  periods: [
    { start: '2024-01-01', ...all, windowCount: 1 },
    { start: '2024-07-01', windowCount: 1, models: [unknown], naive: unknown },
  ],
};

/** One model from one origin of two series; of the second nothing is known but the first value. */
export const backtestArrays = {
  model: Int32Array.of(0, 0),
  series: Int32Array.of(0, 1),
  origin: Int32Array.of(5, 4),
  timestamp: BigInt64Array.of(BigInt(Date.UTC(2024, 0, 1, 5)), BigInt(Date.UTC(2024, 6, 1, 2))),
  forecast: Float32Array.from({ length: 8 }, (_, i) => i - 0.25),
  truth: Float32Array.of(15, 5.5, 16, 6.5, 14, NaN, NaN, NaN),
};
