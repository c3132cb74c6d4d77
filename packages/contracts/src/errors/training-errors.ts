import { entry } from './entry';

/** Errors of training, distilling and evaluating. */
export const TRAINING_ERRORS = {
  NO_WINDOWS: entry<{ split: string; lookback: number; horizon: number; rows: number }>(
    (c) => `The ${c.split} split (${c.rows} rows) has no window with lookback ${c.lookback} and horizon ${c.horizon}.`,
    () => 'Use a smaller `lookback` in the teacher or student config, or a larger split in the data set config.',
  ),
} as const;
