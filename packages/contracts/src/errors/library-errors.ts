import { countOf, entry } from './entry';

/** Errors of programs that call the stages as functions. */
export const LIBRARY_ERRORS = {
  SETTINGS_INVALID: entry<{ of: string; key: string; problem: string }>(
    (c) => `Settings of ${c.of}: "${c.key}": ${c.problem}.`,
    () =>
      'Settings are those of the configs: see the README of the stage in packages/, `model` and `training` in packages/forecasting/README.md.',
  ),
  ARRAY_SHAPE: entry<{ series: string; valueCount: number; columnCount: number }>(
    (c) =>
      `Series "${c.series}" has ${countOf(c.valueCount, 'value')}, which is no whole number of rows of ${countOf(c.columnCount, 'column')}.`,
    () => 'Give `values` row by row: rows × `columns.length` numbers, NaN where one is missing.',
  ),
  ARRAY_TIME: entry<{ series: string; start: string; frequency: string }>(
    (c) => `Series "${c.series}" cannot be given times: it starts at "${c.start}", in steps of "${c.frequency}".`,
    () => 'Give `start` as a Date or ISO 8601 with its offset, `frequency` as PT1H, P1D, P1M or B.',
  ),
} as const;
