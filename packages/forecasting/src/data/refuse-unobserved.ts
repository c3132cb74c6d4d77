import { PipelineError, type Split } from '@tsdistill/contracts';
import type { Windows } from './windows';

/** @throws PipelineError NOTHING_OBSERVED when every truth of the windows is masked: there is nothing to fit or to choose by */
export function refuseUnobserved(windows: Windows, split: Split, targetCount: number): void {
  const { copyObserved } = windows;
  if (!copyObserved) return;
  const observed = new Float32Array(windows.horizon * targetCount);
  for (let index = 0; index < windows.count; index++) {
    copyObserved(index, observed, 0);
    if (observed.includes(1)) return;
  }
  throw new PipelineError('NOTHING_OBSERVED', { split, windowCount: windows.count });
}
