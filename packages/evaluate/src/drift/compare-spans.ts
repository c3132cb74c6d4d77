import { chooseBlockLength, drawBlocks, type Estimate, meanLoss, type Resampling, resampleMean } from '../bootstrap';
import type { WindowLosses } from '../accumulate-errors';
import type { BootstrapConfig } from '../config';
import { judgeNonInferiority, relativeDifferenceOf } from '../significance';

/** Losses of the same models over one span of time, one for each seed. */
export type SpanLosses = readonly WindowLosses[];

/** How the mean loss of new windows lies to that of former ones. */
export interface SpanComparison {
  readonly former: number;
  readonly recent: number;
  /** recent / former - 1 */
  readonly relative: Estimate;
  /** `grown` = surely by more than the margin; `holds` = surely not. */
  readonly outcome: 'grown' | 'holds' | 'cannot tell';
}

export interface SpanSettings {
  /** In rows. */
  readonly horizon: number;
  readonly stride: number;
  /** Fraction by which the loss may grow. */
  readonly margin: number;
  readonly bootstrap: BootstrapConfig;
}

const OUTCOMES = { inferior: 'grown', 'non-inferior': 'holds', 'cannot tell': 'cannot tell' } as const;

/**
 * Compares two spans that share no row. Blocks of overlapping windows are drawn in each for itself, seeds once for both: a seed that
 * is good on the one is good on the other. The interval is as wide as the fewer blocks of the two make it.
 *
 * @throws PipelineError LOSS_ZERO
 */
export function compareSpans(former: SpanLosses, recent: SpanLosses, settings: SpanSettings): SpanComparison {
  const [then, now] = [drawFor(former, settings, 0), drawFor(recent, settings, 1)];
  const of = (name: string, losses: SpanLosses, resampling: Resampling) => ({
    name,
    ...resampleMean(losses, resampling),
  });
  const [before, after] = [of('the student', former, then), of('the student', recent, now)];
  const relative = relativeDifferenceOf(after, before, then.blockCount < now.blockCount ? then : now);
  return {
    former: before.value,
    recent: after.value,
    relative,
    outcome: OUTCOMES[judgeNonInferiority(relative, settings.margin)],
  };
}

/** Other blocks for another span, but the seeds of the same draws. */
function drawFor([first]: SpanLosses, { horizon, stride, bootstrap }: SpanSettings, span: number): Resampling {
  const windowCount = first?.means.length ?? 0;
  const blockLength = chooseBlockLength(windowCount, horizon, stride);
  const drawn = drawBlocks(windowCount, blockLength, { ...bootstrap, seed: bootstrap.seed + span });
  return { ...drawn, seed: bootstrap.seed };
}

/** Mean loss of all seeds. */
export function meanOfSeeds(losses: SpanLosses): number {
  return losses.reduce((sum, one) => sum + meanLoss(one), 0) / losses.length;
}
