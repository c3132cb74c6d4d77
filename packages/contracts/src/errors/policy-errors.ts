import { entry, listNames } from './entry';

/** Errors of what is made of the rows of a file: missing values, short series, splits, scalers. */
export const POLICY_ERRORS = {
  SERIES_TOO_SHORT: entry<{
    file: string;
    series: string;
    rows: number;
    needed: number;
    horizon: number;
    /** Series that are too short, of how many. */
    count: number;
    total: number;
  }>(
    (c) =>
      `${c.file}: the series "${c.series}" has ${c.rows} rows, but the splits need ${c.needed} for a horizon of ${c.horizon} ` +
      `(${c.count} of ${c.total} series too short).`,
    () =>
      'Lower `ingest.horizon`, change `ingest.split`, or set `ingest.short` to "drop", or to "pad" (rows without values before the first).',
  ),
  SERIES_NONE_LEFT: entry<{ file: string; missing: number; short: number; total: number }>(
    (c) =>
      `${c.file}: none of ${c.total} series is left: ${c.missing} were dropped for missing values, ${c.short} for being too short.`,
    (c) =>
      c.missing >= c.short
        ? 'Set `ingest.missing` to a policy that fills ("ffill", "linear", "seasonal") or to "mask".'
        : 'Lower `ingest.horizon`, change `ingest.split`, or set `ingest.short` to "pad".',
  ),
  MISSING_UNFILLED: entry<{
    file: string;
    series: string;
    column: string;
    at: string;
    policy: string;
    count: number;
    /** Series in which values stay missing. */
    seriesCount: number;
  }>(
    (c) =>
      `${c.file}, series "${c.series}", column "${c.column}", ${c.at}: "${c.policy}" has no value to fill with ` +
      `(${c.count} such values in ${c.seriesCount} series).`,
    (c) =>
      `Set \`ingest.missing\` to "mask"${c.policy === 'linear' ? ', or to "ffill" where only the newest values are missing' : ''}, or cut the series in \`ingest.files\` to where its values begin and end.`,
  ),
  SPLIT_OUTSIDE: entry<{ key: string; value: string; limit: string }>(
    (c) => `\`ingest.split.${c.key}\` is ${c.value}, outside of the data, which lie in ${c.limit}.`,
    () => 'Move the borders in `ingest.split` into the data.',
  ),
  SPLIT_TOO_SHORT: entry<{ split: string; rows: number; horizon: number }>(
    (c) =>
      `The ${c.split} split has ${c.rows} rows in its longest series; a window needs ${c.horizon}${c.split === 'train' ? ', and one before' : ''}.`,
    () => 'Lower `ingest.horizon`, or move the borders in `ingest.split`.',
  ),
  SPLIT_UNOBSERVED: entry<{ split: string; rows: number; horizon: number }>(
    (c) =>
      `Not one window of the ${c.split} split has an observed target (its longest series has ${c.rows} rows, the horizon is ${c.horizon}): all are masked.`,
    () => 'Move the borders in `ingest.split` to where values were observed.',
  ),
  SEASON_OUTSIDE: entry<{ file: string; series: string; season: number; rows: number }>(
    (c) =>
      `${c.file}: one season is ${c.season} rows, but in no series do so many come before the test split (most in "${c.series}": ${c.rows}), so that no forecast has a season to look back on.`,
    () => 'Lower `ingest.season` to a cycle that the data hold, or let the test split begin later in `ingest.split`.',
  ),
  TRANSFORM_COLUMN: entry<{ column: string; targets: readonly string[]; nearest: string | undefined }>(
    (c) => `\`ingest.transform\` names "${c.column}", which is no target; there is ${listNames(c.targets)}.`,
    (c) =>
      c.nearest === undefined
        ? 'Only targets are transformed: take it out of `ingest.transform`.'
        : `Did you mean "${c.nearest}"? Only targets are transformed by \`ingest.transform\`.`,
  ),
  TRANSFORM_DOMAIN: entry<{
    file: string;
    series: string;
    column: string;
    at: string;
    value: number;
    transform: string;
    domain: string;
    count: number;
  }>(
    (c) =>
      `${c.file}, series "${c.series}", column "${c.column}", ${c.at}: ${c.transform} exists for ${c.domain}, but the value is ${c.value} (${c.count} such values).`,
    (c) =>
      `Set \`ingest.transform\` to another one, or to {"${c.column}": "none"} with the others named, or mend the value.`,
  ),
  TRAIN_UNOBSERVED: entry<{ file: string; series: string | undefined; column: string; count: number }>(
    (c) =>
      `${c.file}${c.series === undefined ? '' : `, series "${c.series}"`}: column "${c.column}" has no observed value in the train split, so that nothing can be fitted to it (${c.count} such ${c.series === undefined ? 'columns' : 'series and columns'}).`,
    (c) =>
      `${c.series === undefined ? '' : 'Set `ingest.scalerScope` to "global", '}${c.series === undefined ? 'Leave' : 'leave'} the column out of \`ingest.targets\`, or move the borders in \`ingest.split\`.`,
  ),
} as const;
