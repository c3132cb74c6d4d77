import { formatPercent, formatSignificant, formatSigned, plural, positionText } from '@tsdistill/contracts';
import { evidenceText } from '../phrases';
import type { SpanComparison } from './compare-spans';

/** What a drift is judged by. */
export interface DriftFacts {
  readonly experiment: string;
  /** By the clock of the data. */
  readonly since: string;
  readonly margin: number;
  readonly level: number;
  readonly seedCount: number;
  readonly windowCounts: { readonly former: number; readonly recent: number };
  /** Windows of a span from which on there is an interval. */
  readonly neededCount: number;
  readonly student: SpanComparison;
  readonly naive: { readonly name: string; readonly relative: number };
}

const OUTCOMES = {
  grown: (margin: string) => `surely more than the margin of ${margin}`,
  holds: (margin: string) => `surely within the margin of ${margin}`,
  'cannot tell': (margin: string) => `which may or may not be more than the margin of ${margin}`,
} as const;

function outcomeText({ margin, neededCount, student: { relative, outcome } }: DriftFacts): string {
  const percent = formatPercent(margin);
  if (relative.interval !== null) return `: ${OUTCOMES[outcome](percent)}.`;
  return `. To say whether that is more than the margin of ${percent} takes ${plural(neededCount, 'window')} on either side.`;
}

/** One sentence with the numbers, and one that says whether the rows have become harder for everyone. */
export function driftSentence(facts: DriftFacts): string {
  const { experiment, since, level, seedCount, windowCounts, student, naive } = facts;
  const { former, recent, relative } = student;
  const evidence = evidenceText(relative, { level, seedCount, windowCount: windowCounts.recent });
  const sides = `${formatSignificant(recent)} against ${formatSignificant(former)} on ${plural(windowCounts.former, 'test window')} before`;
  return [
    `${experiment}: since ${since} the student's MSE is ${positionText(relative.value)} that of the test split ${evidence}, ${sides}${outcomeText(facts)}`,
    `Over the same time that of ${naive.name} changed by ${formatSigned(naive.relative)}.`,
  ].join('\n');
}
