import type { BacktestErrors, BacktestSummary } from '../schemas/backtest';

/** Errors of a backtest over everything, or in one period. */
export type PeriodRow = BacktestSummary['overall'];

/** Mean over the models of a backtest; null where nothing of the truth is known yet. */
export function meanError({ models }: Pick<PeriodRow, 'models'>, metric: keyof BacktestErrors): number | null {
  const known = models.flatMap((errors) => errors[metric] ?? []);
  return known.length === 0 ? null : known.reduce((sum, error) => sum + error, 0) / known.length;
}

/** Their mse as a share of the naive forecast's; null where one of them is not known. */
export function shareOfNaive(row: Pick<PeriodRow, 'models' | 'naive'>): number | null {
  const [mse, naive] = [meanError(row, 'mse'), row.naive.mse];
  return mse === null || naive === null || naive === 0 ? null : mse / naive;
}
