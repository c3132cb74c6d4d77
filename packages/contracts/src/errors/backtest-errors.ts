import { countOf, entry } from './entry';

/** Errors of forecasting with a fixed student on rows that came later: `backtest`, `drift`, `refresh`. */
export const BACKTEST_ERRORS = {
  BACKTEST_NO_ORIGINS: entry<{ since: string; last: string; rows: number; lookback: number }>(
    (c) =>
      `No origin lies at or after ${c.since}: the last of the ${countOf(c.rows, 'row')} is of ${c.last}, and a forecast looks back ${countOf(c.lookback, 'row')}.`,
    () => 'Give an earlier `--since`; after rows were appended, `npx tsdistill refresh <experiment>` takes them in.',
  ),
  DRIFT_NO_ROWS: entry<{ since: string; rows: number; horizon: number; lookback: number; last: string }>(
    (c) =>
      `From ${c.since} on there are ${countOf(c.rows, 'row')} (the last of ${c.last}), but one window needs ${c.horizon} of them behind ${countOf(c.lookback, 'row')} of past.`,
    () => 'Append rows to the file in `ingest.files`, or give an earlier `--since`.',
  ),
  DRIFT_NO_REFERENCE: entry<{ since: string; first: string; horizon: number }>(
    (c) =>
      `No test window ends before ${c.since}: the first one begins at ${c.first} and is ${countOf(c.horizon, 'row')} long, so there is nothing to compare with.`,
    () => 'Give a later `--since`: rows before it show what the error was, rows from it on what it is.',
  ),
  DRIFT_ROWS_CHANGED: entry<{ dataset: string; evaluation: string; problem: string }>(
    (c) =>
      `The data set in ${c.dataset} does not go on from the rows of the evaluation in ${c.evaluation}: ${c.problem}.`,
    () => 'Rows may only be appended. If older rows were mended, run the `evaluate` target of the experiment again.',
  ),
  STUDENT_MISSING: entry<{ folder: string; experiment: string }>(
    (c) => `The student of ${c.experiment} was not trained yet: there is no model in ${c.folder}.`,
    (c) => `Run \`npx nx run ${c.experiment}:evaluate\` first.`,
  ),
  REFRESH_NO_ROWS: entry<{ rows: number; last: string }>(
    (c) => `Nothing was appended: the data set ends with ${c.last}, as its former ${countOf(c.rows, 'row')} do.`,
    () => 'Append rows to the file in `ingest.files` of the data set config first.',
  ),
  REFRESH_ROWS_CHANGED: entry<{ count: number; column: string; at: string; value: number }>(
    (c) =>
      `${countOf(c.count, 'value')} of former rows ${c.count === 1 ? 'is not what it was' : 'are not what they were'}; the first is column "${c.column}" at ${c.at}, which was ${c.value}.`,
    (c) =>
      `Forecasts of such rows cannot be kept, not even where a value of "${c.column}" was mended: run the \`evaluate\` target, a full run.`,
  ),
  REFRESH_TEACHER: entry<{ teacher: string; folder: string }>(
    (c) => `The teacher ${c.teacher} cannot forecast the new rows: there is no model of it in ${c.folder}.`,
    () =>
      'Forecasts made elsewhere must be made there: give `softTargets` of the teacher config a new folder and run `evaluate`. For a teacher of this workspace that is gone a full run is needed, too.',
  ),
  REFRESH_INPUT_MISSING: entry<{ folder: string; experiment: string }>(
    (c) => `A refresh goes on from a whole run of ${c.experiment}, but there is no artifact in ${c.folder}.`,
    (c) => `Run \`npx nx run ${c.experiment}:evaluate\` first.`,
  ),
  REFRESH_BASE: entry<{ student: string; dataset: string; trainedOn: string; found: string; experiment: string }>(
    (c) => `The model in ${c.student} was trained on the data set ${c.trainedOn}, but ${c.dataset} holds ${c.found}.`,
    (c) => `The \`ingest\` target has run since; only a full run helps now: \`npx nx run ${c.experiment}:evaluate\`.`,
  ),
} as const;
