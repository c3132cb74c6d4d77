import { addSteps, formatWallTime, parseWallTime, PipelineError, type Step } from '@tsdistill/contracts';
import type { SplitConfig } from './split-config';

/** The span of all series, by the clock of the data: ms since 1970 of the first row of the earliest and the last row of the latest. */
export interface DataSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** @throws PipelineError SPLIT_OUTSIDE when a date lies before all rows, or more than a step behind them */
export function refuseOutside(split: SplitConfig, { startMs, endMs }: DataSpan, step: Step): void {
  if (split.kind !== 'dates') return;
  const limit = `${formatWallTime(startMs)} … ${formatWallTime(endMs)}`;
  for (const key of ['validation', 'test', 'end'] as const) {
    const value = split[key];
    const timeMs = value === undefined ? startMs : (parseWallTime(value) ?? NaN);
    if (!(timeMs >= startMs && timeMs <= addSteps(endMs, 1, step)))
      throw new PipelineError('SPLIT_OUTSIDE', { key, value: value ?? '', limit });
  }
}
