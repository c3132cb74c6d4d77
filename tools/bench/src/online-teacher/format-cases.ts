import { GOAL, type OnlineCase } from './cases';
import type { EpochComparison } from './compare-epochs';

export interface FinishedCase {
  readonly onlineCase: OnlineCase;
  readonly comparison: EpochComparison;
}

const HEADER = ['epoch of the student', 'ms a batch', 'PyTorch, ms a batch', 'ratio', 'goal', 'last losses'];

/** The results as a Markdown table; a ratio below 1 is faster than PyTorch. */
export function formatCases(cases: readonly FinishedCase[]): string {
  const rows = cases.map(({ onlineCase, comparison: { ownMs, rivalMs, ratio, losses } }) => [
    onlineCase.label,
    ownMs.toFixed(1),
    rivalMs.toFixed(1),
    `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`,
    `≤ ${GOAL}`,
    `${losses.own.toFixed(3)} and ${losses.rival.toFixed(3)}`,
  ]);
  return [HEADER, HEADER.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
