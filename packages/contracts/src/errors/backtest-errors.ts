import { entry } from './entry';

/** Errors of forecasting with a fixed student on rows that came later: `backtest`, `drift`, `refresh`. */
export const BACKTEST_ERRORS = {
  BACKTEST_NO_ORIGINS: entry<{ since: string; last: string; rows: number; lookback: number }>(
    (c) =>
      `No origin lies at or after ${c.since}: the last of the ${c.rows} rows is of ${c.last}, and a forecast looks back ${c.lookback} rows.`,
    () => 'Give an earlier `--since`, or run the `ingest` target of the data set after rows were appended.',
  ),
  STUDENT_MISSING: entry<{ folder: string; experiment: string }>(
    (c) => `The student of ${c.experiment} was not trained yet: there is no model in ${c.folder}.`,
    (c) => `Run \`npx nx run ${c.experiment}:evaluate\` first.`,
  ),
} as const;
