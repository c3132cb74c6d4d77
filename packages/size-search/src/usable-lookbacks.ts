import { type Origins, selectOrigins, type Split } from '@tsdistill/contracts';

const MULTIPLES = [0.5, 1, 2, 4] as const;
/** A longer history costs train windows; no more than this share of them may go. */
const MOST_LOST = 0.5;

/**
 * Half, once, twice and four times the student's lookback, as far as the data allow: all validation and test windows of the
 * student stay (losses of different windows cannot be compared), and at least half of its train windows.
 */
export function usableLookbacks(lookback: number, origins: Origins): number[] {
  const countOf = (split: Split, rows: number) => selectOrigins(origins, split, rows).length;
  const fits = (rows: number) =>
    countOf('validation', rows) === countOf('validation', lookback) &&
    countOf('test', rows) === countOf('test', lookback) &&
    countOf('train', rows) >= (1 - MOST_LOST) * countOf('train', lookback);
  const rows = MULTIPLES.map((multiple) => Math.round(multiple * lookback)).filter((length) => length >= 1);
  return [...new Set(rows)].filter((length) => length <= lookback || fits(length));
}
