import { countOf, entry, listNames } from './entry';
import { FILE_ERRORS } from './file-errors';
import { cell, type CellContext, type LabelContext, place, type RowPlace } from './row-place';
import { TIME_ERRORS } from './time-errors';

/** Errors of the user's data. Permanent codes; every hint names a setting of the data set config. */
export const DATA_ERRORS = {
  ...FILE_ERRORS,
  ...TIME_ERRORS,
  SERIES_UNNAMED: entry<CellContext>(
    (c) => `${cell(c)}: the row has no series (${countOf(c.count, 'such row')}).`,
    () => 'Fill the column in `ingest.series`, or take the rows out with `ingest.query`.',
  ),
  VALUE_MISSING: entry<CellContext>(
    (c) =>
      `${cell(c)}: ${c.value === '' ? 'the value is missing' : `"${c.value}" is no value`} (${countOf(c.count, 'such value')}).`,
    (c) =>
      `Say in \`ingest.missing\` what becomes of it ("ffill", "linear", "seasonal", "mask", "drop-series"), or leave "${c.column}" out of \`ingest.${c.role ?? 'targets'}\`.`,
  ),
  VALUE_INFINITE: entry<CellContext>(
    (c) => `${cell(c)}: "${c.value}" is infinite or beyond float32, ±3.4e38 (${countOf(c.count, 'such value')}).`,
    (c) => `Rescale the column, or leave "${c.column}" out of \`ingest.${c.role ?? 'targets'}\`.`,
  ),
  KNOWN_MISSING: entry<CellContext>(
    (c) => `${cell(c)}: a covariate that is known for the future is missing (${countOf(c.count, 'such value')}).`,
    (c) => `Fill it, or list "${c.column}" in \`ingest.past\` if it is known up to the last target only.`,
  ),
  KNOWN_TOO_SHORT: entry<
    RowPlace & {
      readonly found: string;
      readonly needed: string;
      readonly horizon: number;
      readonly known: readonly string[];
      readonly count: number;
    }
  >(
    (c) =>
      `${place(c)}: ${listNames(c.known)} must be known until ${c.needed}, one horizon of ${c.horizon} behind the last ` +
      `target, but the last row is of ${c.found}${c.series === undefined ? '' : ` (${c.count} such series)`}.`,
    () => 'Append rows with empty targets to the file in `ingest.files`, or list the columns in `ingest.past`.',
  ),
  STATIC_VARIES: entry<LabelContext & { readonly values: readonly [string, string] }>(
    (c) =>
      `${place(c)}, column "${c.column}" holds "${c.values[1]}", but "${c.values[0]}" before (${c.count} such series).`,
    (c) => {
      const rule = `It must be the same in all rows of a series; take "${c.column}" out of \`ingest.${c.role}\` if it varies`;
      const isNumber = c.values.every((value) => Number.isFinite(Number(value)));
      return `${rule}${c.role === 'static' && isNumber ? ', and list it in `ingest.past` or `ingest.known`' : ''}.`;
    },
  ),
  STATIC_MISSING: entry<LabelContext>(
    (c) =>
      `${place(c)}, column "${c.column}" has no value in this row, and in none of its series (${c.count} such series).`,
    (c) => `Fill it, or leave "${c.column}" out of \`ingest.${c.role}\`.`,
  ),
  WEIGHT_INVALID: entry<LabelContext & { readonly value: string }>(
    (c) => `${place(c)}, column "${c.column}": the weight "${c.value}" is no number above 0 (${c.count} such series).`,
    () => 'Weights in `ingest.weight` are positive numbers; to leave a series out, use `ingest.query`.',
  ),
  RESAMPLE_COLUMN: entry<{ column: string }>(
    (c) => `\`ingest.resample\` does not say how the column "${c.column}" is combined.`,
    () => 'Name each column in `ingest.resample`, or give one word for all.',
  ),
} as const;
