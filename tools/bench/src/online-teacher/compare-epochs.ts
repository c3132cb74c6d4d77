import { inTurns } from '../in-turns';
import { median, type Ratio, summarize } from '../ratio';
import type { EpochTiming } from './own-epoch';

/** One epoch on each side, round by round. */
export interface EpochComparison {
  readonly ownMs: number;
  readonly rivalMs: number;
  readonly ratio: Ratio;
  /** Last losses of the last round. */
  readonly losses: { readonly own: number; readonly rival: number };
}

/** Times epochs in turns. @param roundCount rounds that count */
export async function compareEpochs(
  own: () => Promise<EpochTiming>,
  rival: () => Promise<EpochTiming>,
  roundCount: number,
): Promise<EpochComparison> {
  const rounds = await inTurns({ own, rival }, roundCount);
  const last = rounds.at(-1);
  return {
    ownMs: median(rounds.map((round) => round.own.batchMs)),
    rivalMs: median(rounds.map((round) => round.rival.batchMs)),
    ratio: summarize(rounds.map((round) => round.own.batchMs / round.rival.batchMs)),
    losses: { own: last?.own.loss ?? NaN, rival: last?.rival.loss ?? NaN },
  };
}
