import { type BacktestSummary, meanError } from '@tsdistill/contracts';

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
