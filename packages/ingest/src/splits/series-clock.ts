import { addSteps, type Step } from '@tsdistill/contracts';

/** Where a series is in time. */
export interface SeriesSpan {
  /** ms since 1970 of its first row, before any padding. */
  readonly startMs: number;
  /** Rows put before the first one. */
  readonly padRows: number;
}

/**
 * ms since 1970 of each row of a series.
 *
 * @param storedTime time of a row of the file: business days lie between holidays that only the file knows
 */
export function seriesClock(
  { startMs, padRows }: SeriesSpan,
  step: Step,
  storedTime: (row: number) => number,
): (row: number) => number {
  return (row) =>
    step.kind === 'business-days' && row >= padRows
      ? storedTime(row - padRows)
      : addSteps(startMs, row - padRows, step);
}
