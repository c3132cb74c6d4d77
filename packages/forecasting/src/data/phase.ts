import { fixedStepMs, PipelineError } from '@tsdistill/contracts';

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

/** What a forecaster of a data set counts. */
interface Counting {
  readonly architecture: string;
  /** Steps; absent where the model reads no phase. */
  readonly cycle: number | undefined;
  readonly frequency: string;
}

/** @throws PipelineError STEP_NOT_FIXED when a cycle is to be counted in steps of varying length */
export function refuseUncounted({ architecture, cycle, frequency }: Counting): void {
  if (cycle === undefined || fixedStepMs(frequency) !== undefined) return;
  throw new PipelineError('STEP_NOT_FIXED', { architecture, frequency, period: cycle });
}
