import type { BacktestErrors, BacktestSummary } from '@tsdistill/contracts';

/** Errors of a backtest over everything, or in one period. */
export type PeriodRow = BacktestSummary['overall'];

/** Mean over the students of a backtest; null where nothing of the truth is known yet. */
export function meanError({ models }: Pick<PeriodRow, 'models'>, metric: keyof BacktestErrors): number | null {
  const known = models.flatMap((errors) => errors[metric] ?? []);
  return known.length === 0 ? null : known.reduce((sum, error) => sum + error, 0) / known.length;
}

/** The student's mse as a share of the naive forecast's; null where one of them is not known. */
export function shareOfNaive(row: Pick<PeriodRow, 'models' | 'naive'>): number | null {
  const [student, naive] = [meanError(row, 'mse'), row.naive.mse];
  return student === null || naive === null || naive === 0 ? null : student / naive;
}

/** A naive forecast more than so many times as wrong as the student would press its line flat. */
const FAR = 3;

export function isNaiveFar(periods: BacktestSummary['periods']): boolean {
  const top = (values: readonly (number | null)[]) => Math.max(...values.map((value) => value ?? 0));
  return top(periods.map(({ naive }) => naive.mse)) > FAR * top(periods.map((row) => meanError(row, 'mse')));
}

/** Periods whose errors are known, the least mse first. */
export function rankPeriods(periods: BacktestSummary['periods']): readonly { start: string; mse: number }[] {
  const known = periods.flatMap(({ start, ...row }) => {
    const mse = meanError(row, 'mse');
    return mse === null ? [] : [{ start, mse }];
  });
  return known.sort((a, b) => a.mse - b.mse);
}
