import type { ErrorContext } from './catalogue';
import { PipelineError } from './pipeline-error';
import type { POLICY_ERRORS } from './policy-errors';

type Code = keyof typeof POLICY_ERRORS;
type Case<Each extends Code> = readonly [ErrorContext<Each>, message: string, hint: string];
type Cases = { readonly [Each in Code]: readonly Case<Each>[] };

/** Of every error its contexts, each with its whole message and hint. */
const CASES: Cases = {
  SERIES_TOO_SHORT: [
    [
      { file: 'a.csv', series: 's7', rows: 120, needed: 224, horizon: 24, count: 3, total: 40 },
      'a.csv, series "s7" has 120 rows, but `ingest.split` with a horizon of 24 needs 224 (3 of 40 series are too short).',
      'Lower `ingest.horizon`, change `ingest.split`, or set `ingest.short` to "drop", or to "pad" (rows without values before the first).',
    ],
    [
      { file: 'a.csv', rows: 120, needed: 224, horizon: 24, count: 1, total: 1 },
      'a.csv has 120 rows, but `ingest.split` with a horizon of 24 needs 224.',
      'Lower `ingest.horizon`, change `ingest.split`, or set `ingest.short` to "pad" (rows without values before the first).',
    ],
  ],
  SERIES_NONE_LEFT: [
    [
      { file: 'a.csv', missing: 3, short: 1, total: 4 },
      'a.csv: none of 4 series is left: 3 were dropped for missing values, 1 for being too short.',
      'Set `ingest.missing` to a policy that fills ("ffill", "linear", "seasonal") or to "mask".',
    ],
    [
      { file: 'a.csv', missing: 0, short: 4, total: 4 },
      'a.csv: none of 4 series is left: 0 were dropped for missing values, 4 for being too short.',
      'Lower `ingest.horizon`, change `ingest.split`, or set `ingest.short` to "pad".',
    ],
  ],
  MISSING_UNFILLED: [
    [
      {
        file: 'a.csv',
        series: 's2',
        column: 'load',
        at: '2024-01-01 00:00:00',
        policy: 'linear',
        count: 5,
        seriesCount: 2,
      },
      'a.csv, series "s2", column "load", 2024-01-01 00:00:00: "linear" has no value to fill with (5 such values in 2 series).',
      'Set `ingest.missing` to "mask", or to "ffill" where only the newest values are missing, or cut the series in `ingest.files` to where its values begin and end.',
    ],
    [
      { file: 'a.csv', column: 'load', at: '2024-01-01 00:00:00', policy: 'ffill', count: 3, seriesCount: 1 },
      'a.csv, column "load", 2024-01-01 00:00:00: "ffill" has no value to fill with (3 such values).',
      'Set `ingest.missing` to "mask", or cut the series in `ingest.files` to where its values begin and end.',
    ],
  ],
  SPLIT_OUTSIDE: [
    [
      { key: 'test', value: '2025-01-01', limit: '2024-01-01 00:00:00 … 2024-06-30 23:00:00' },
      '`ingest.split.test` is 2025-01-01, outside of the data, which lie in 2024-01-01 00:00:00 … 2024-06-30 23:00:00.',
      'Move the borders in `ingest.split` into the data.',
    ],
  ],
  SPLIT_TOO_SHORT: [
    [
      { split: 'train', rows: 24, horizon: 24 },
      'The train split has 24 rows in its longest series; a window needs 24, and one before.',
      'Lower `ingest.horizon`, or move the borders in `ingest.split`.',
    ],
    [
      { split: 'test', rows: 23, horizon: 24 },
      'The test split has 23 rows in its longest series; a window needs 24.',
      'Lower `ingest.horizon`, or move the borders in `ingest.split`.',
    ],
  ],
  SPLIT_UNOBSERVED: [
    [
      { split: 'test', rows: 40, horizon: 24 },
      'Not one window of the test split has an observed target (its longest series has 40 rows, the horizon is 24): all are masked.',
      'Move the borders in `ingest.split` to where values were observed.',
    ],
  ],
  SEASON_OUTSIDE: [
    [
      { file: 'a.csv', season: 168, rows: 100 },
      'a.csv: one season is 168 rows, but only 100 rows come before the test split: its first forecast has no season to look back on.',
      'Lower `ingest.season` to a cycle that the data hold, or let the test split begin later in `ingest.split`.',
    ],
    [
      { file: 'a.csv', series: 's2', season: 168, rows: 100 },
      'a.csv, series "s2": one season is 168 rows, but only 100 rows come before the test split, and no series has more: its first forecast has no season to look back on.',
      'Lower `ingest.season` to a cycle that the data hold, or let the test split begin later in `ingest.split`.',
    ],
  ],
  TRANSFORM_COLUMN: [
    [
      { column: 'sale', targets: ['sales', 'price'], nearest: 'sales' },
      '`ingest.transform` names "sale", which is no target; there is sales, price.',
      'Did you mean "sales"? Only targets are transformed by `ingest.transform`.',
    ],
    [
      { column: 'x', targets: ['sales', 'price'], nearest: undefined },
      '`ingest.transform` names "x", which is no target; there is sales, price.',
      'Only targets are transformed: take it out of `ingest.transform`.',
    ],
  ],
  TRANSFORM_DOMAIN: [
    [
      {
        file: 'a.csv',
        column: 'sales',
        at: '2024-01-01 05:00:00',
        value: -3,
        transform: 'log1p',
        domain: 'values above -1',
        count: 2,
      },
      'a.csv, column "sales", 2024-01-01 05:00:00: log1p exists for values above -1, but the value is -3 (2 such values).',
      'Mend the value, or let `ingest.transform` name the columns that it is for, without "sales".',
    ],
  ],
  TRAIN_UNOBSERVED: [
    [
      { file: 'a.csv', series: 's1', column: 'load', count: 2 },
      'a.csv, series "s1", column "load" has no observed value in the train split, so that no scale fits it (2 such columns, over all series).',
      'Set `ingest.scalerScope` to "global", leave the column out of `ingest.targets`, or move the borders in `ingest.split`.',
    ],
    [
      { file: 'a.csv', column: 'load', count: 1 },
      'a.csv, column "load" has no observed value in the train split, so that no scale fits it (1 such column).',
      'Leave the column out of `ingest.targets`, or move the borders in `ingest.split`.',
    ],
  ],
};

const all = Object.entries(CASES).flatMap(([code, cases]) => cases.map((one) => [code as Code, ...one] as const));

it.each(all)('%s says what happened with its numbers, and what to do: %#', (code, context, message, hint) => {
  const error = new PipelineError(code, context as never);
  expect([error.message, error.hint]).toEqual([message, hint]);
});
