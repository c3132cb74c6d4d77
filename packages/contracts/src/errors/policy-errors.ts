import { countOf, entry, listNames } from './entry';
import { place, type RowPlace } from './row-place';

/** A series of a file; it has no name where all rows are one series. */
type SeriesPlace = Pick<RowPlace, 'file' | 'series'>;

/** Errors of what is made of the rows of a file: missing values, short series, splits, scalers. */
export const POLICY_ERRORS = {
  SERIES_TOO_SHORT: entry<
    SeriesPlace & {
      readonly rows: number;
      readonly needed: number;
      readonly horizon: number;
      /** Series that are too short, of how many. */
      readonly count: number;
      readonly total: number;
    }
  >(
    (c) =>
      `${place(c)} has ${countOf(c.rows, 'row')}, but \`ingest.split\` with a horizon of ${c.horizon} needs ${c.needed}` +
      `${c.series === undefined ? '' : ` (${c.count} of ${c.total} series are too short)`}.`,
    (c) =>
      `Lower \`ingest.horizon\`, change \`ingest.split\`, or set \`ingest.short\` to ${c.series === undefined ? '' : '"drop", or to '}"pad" (rows without values before the first).`,
  ),
  SERIES_NONE_LEFT: entry<{ file: string; missing: number; short: number; total: number }>(
    (c) =>
      `${c.file}: none of ${c.total} series is left: ${c.missing} were dropped for missing values, ${c.short} for being too short.`,
    (c) =>
      c.missing >= c.short
        ? 'Set `ingest.missing` to a policy that fills ("ffill", "linear", "seasonal") or to "mask".'
        : 'Lower `ingest.horizon`, change `ingest.split`, or set `ingest.short` to "pad".',
  ),
  MISSING_UNFILLED: entry<
    SeriesPlace & {
      readonly column: string;
      readonly at: string;
      readonly policy: string;
      readonly count: number;
      /** Series in which values stay missing. */
      readonly seriesCount: number;
    }
  >(
    (c) =>
      `${place(c)}, column "${c.column}", ${c.at}: "${c.policy}" has no value to fill with (${countOf(c.count, 'such value')}` +
      `${c.series === undefined ? '' : ` in ${c.seriesCount} series`}).`,
    (c) =>
      `Set \`ingest.missing\` to "mask"${c.policy === 'linear' ? ', or to "ffill" where only the newest values are missing' : ''}, or cut the series in \`ingest.files\` to where its values begin and end.`,
  ),
  SPLIT_OUTSIDE: entry<{ key: string; value: string; limit: string }>(
    (c) => `\`ingest.split.${c.key}\` is ${c.value}, outside of the data, which lie in ${c.limit}.`,
    () => 'Move the borders in `ingest.split` into the data.',
  ),
  SPLIT_TOO_SHORT: entry<{ split: string; rows: number; horizon: number }>(
    (c) =>
      `The ${c.split} split has ${countOf(c.rows, 'row')} in its longest series; a window needs ${c.horizon}${c.split === 'train' ? ', and one before' : ''}.`,
    () => 'Lower `ingest.horizon`, or move the borders in `ingest.split`.',
  ),
  SPLIT_UNOBSERVED: entry<{ split: string; rows: number; horizon: number }>(
    (c) =>
      `Not one window of the ${c.split} split has an observed target (its longest series has ${countOf(c.rows, 'row')}, the horizon is ${c.horizon}): all are masked.`,
    () => 'Move the borders in `ingest.split` to where values were observed.',
  ),
  SEASON_OUTSIDE: entry<SeriesPlace & { readonly season: number; readonly rows: number }>(
    (c) =>
      `${place(c)}: one season is ${countOf(c.season, 'row')}, but only ${countOf(c.rows, 'row')} come before the test split` +
      `${c.series === undefined ? '' : ', and no series has more'}: its first forecast has no season to look back on.`,
    () => 'Lower `ingest.season` to a cycle that the data hold, or let the test split begin later in `ingest.split`.',
  ),
  TRANSFORM_COLUMN: entry<{ column: string; targets: readonly string[]; nearest: string | undefined }>(
    (c) => `\`ingest.transform\` names "${c.column}", which is no target; there is ${listNames(c.targets)}.`,
    (c) =>
      c.nearest === undefined
        ? 'Only targets are transformed: take it out of `ingest.transform`.'
        : `Did you mean "${c.nearest}"? Only targets are transformed by \`ingest.transform\`.`,
  ),
  TRANSFORM_DOMAIN: entry<
    SeriesPlace & {
      readonly column: string;
      readonly at: string;
      readonly value: number;
      readonly transform: string;
      readonly domain: string;
      readonly count: number;
    }
  >(
    (c) =>
      `${place(c)}, column "${c.column}", ${c.at}: ${c.transform} exists for ${c.domain}, but the value is ${c.value} (${countOf(c.count, 'such value')}).`,
    (c) => `Mend the value, or let \`ingest.transform\` name the columns that it is for, without "${c.column}".`,
  ),
  TRAIN_UNOBSERVED: entry<SeriesPlace & { readonly column: string; readonly count: number }>(
    (c) =>
      `${place(c)}, column "${c.column}" has no observed value in the train split, so that no scale fits it (${countOf(c.count, 'such column')}` +
      `${c.series === undefined ? '' : ', over all series'}).`,
    (c) =>
      `${c.series === undefined ? 'Leave' : 'Set `ingest.scalerScope` to "global", leave'} the column out of \`ingest.targets\`, or move the borders in \`ingest.split\`.`,
  ),
} as const;
