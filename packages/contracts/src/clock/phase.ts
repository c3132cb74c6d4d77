/**
 * Place of a moment in a cycle of `period` steps that began at 1970-01-01 00:00, so that series and later data share it.
 *
 * The moment is rounded to whole steps since 1970, for data whose clock ticks beside the grid.
 *
 * @returns 0 … period − 1
 */
export function phaseOf(timeMs: number, stepMs: number, period: number): number {
  return ((Math.round(timeMs / stepMs) % period) + period) % period;
}
