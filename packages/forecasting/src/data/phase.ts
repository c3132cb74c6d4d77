import { fixedStepMs, PipelineError } from '@tsdistill/contracts';

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
