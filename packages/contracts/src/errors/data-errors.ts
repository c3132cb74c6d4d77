import { entry, listNames } from './entry';

/** Errors of the user's data. Permanent codes; every hint names a setting of the data set config. */
export const DATA_ERRORS = {
  CSV_MISSING: entry<{ file: string }>(
    (c) => `There is no file ${c.file}.`,
    () => 'Check `ingest.csv` in the data set config; relative paths start at the workspace root.',
  ),
  COLUMN_UNKNOWN: entry<{ file: string; column: string; found: readonly string[]; nearest: string }>(
    (c) => `${c.file} has no column "${c.column}"; it has ${c.found.length}: ${listNames(c.found)}.`,
    (c) => `Did you mean "${c.nearest}"? Columns are named in \`ingest.columns\`.`,
  ),
} as const;
