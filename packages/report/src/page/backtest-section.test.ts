import type { BacktestFacts } from '../facts/backtest-facts';
import { backtestSection } from './backtest-section';

const errors = (mse: number | null) => ({ mse, mae: mse, rawMae: mse, wape: mse });
const row = (mse: number | null) => ({ windowCount: 4, models: [errors(mse)], naive: errors(mse && 2 * mse) });
const FACTS: BacktestFacts = {
  meta: {
    ...{
      horizon: 3,
      channels: ['load'],
      series: ['a'],
      frequency: 'P1D',
      timezone: 'UTC',
      unit: 'raw',
      windowCount: 8,
    },
    models: [{ name: 'mlp', seed: 5 }],
  },
  summary: {
    ...{ period: 'month', season: 7, overall: { ...row(0.3), windowCount: 8 } },
    periods: [
      { start: '2024-01', ...row(0.2) },
      { start: '2024-02', ...row(0.4) },
      { start: '2024-03', ...row(null) },
    ],
  },
  ...{ whose: 'own', sameData: true, span: ['2024-01-01 00:00', '2024-03-01 00:00'], every: 1, fittedCount: 0 },
};

/** Without markup, and with one blank where there are several. */
const textOf = (facts: BacktestFacts) =>
  backtestSection(facts, 'shop')
    .text.replace(/<svg.*?<\/svg>|<[^>]*>/gs, ' ')
    .replace(/\s+/g, ' ');

it('tells seed, origins, span, the best and the worst period, and what is left of the naive error', () => {
  const text = textOf(FACTS);
  expect(text).toContain(
    'Backtest of the fixed student, seed 5: forecasts of 3 steps from 8 origins, 2024-01-01 00:00 … 2024-03-01 00:00 (UTC).',
  );
  expect(text).toContain(
    'MSE 0.300 over all; least in 2024-01 (0.200), most in 2024-02 (0.400). Dashed: seasonal naive 7.',
  );
  expect(text).toContain('seasonal naive 7: 50.0 % over all');
  expect(text).not.toMatch(/Stale|fitted on|another data set/);
});

it.each([
  [{ whose: 'other', fittedCount: null }, 'Stale: these are forecasts of other students than those of this page.'],
  [{ fittedCount: 3 }, '3 of 8 windows begin in rows that the student was fitted on'],
  [{ sameData: false }, 'The rows are those of another data set than that of this page.'],
  [{ whose: 'refreshed', sameData: false }, 'Backtest of the student after its last refresh, seed 5'],
] as const)('says of %p: %s', (changed, sentence) => {
  expect(textOf({ ...FACTS, ...changed })).toContain(sentence);
});

it('finds nothing stale or foreign in the rows of a refresh', () =>
  expect(textOf({ ...FACTS, whose: 'refreshed', sameData: false })).not.toMatch(/Stale|another data set/));
