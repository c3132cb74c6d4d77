import type { Estimate } from './bootstrap';
import {
  type Evidence,
  evidenceText,
  formatInterval,
  formatPercent,
  formatSigned,
  levelText,
  NO_INTERVAL,
  positionText,
} from './phrases';
import type { NonInferiorityOutcome } from './significance';

export type VerdictOutcome = 'helps' | 'hurts' | 'cannot tell';

/** Whether the teacher made the student better than the same student trained alone. */
export interface Verdict {
  readonly outcome: VerdictOutcome;
  /** Seeds whose own difference has the other sign than the mean over seeds. */
  readonly disagreeingSeeds: readonly number[];
  readonly sentence: string;
}

/** Relative difference (student / twin - 1) over all seeds with its interval, and that of each seed. */
export interface TwinDifference {
  readonly relative: Estimate;
  readonly seeds: readonly { readonly seed: number | null; readonly relative: number }[];
}

/**
 * 'helps' or 'hurts' only where the interval, over windows and seeds (see bootstrap.ts), excludes 0; seeds that say
 * otherwise are named even then.
 */
export function judgeDistillation({ relative, seeds }: TwinDifference, evidence: Evidence): Verdict {
  const outcome = outcomeOf(relative);
  const sign = Math.sign(relative.value);
  const opposed = seeds.filter((seed) => sign * seed.relative < 0);
  const sentence = [leadOf(outcome, relative, evidence), dissentText(opposed), lonelyText(seeds.length)].join('');
  return { outcome, disagreeingSeeds: opposed.flatMap(({ seed }) => (seed === null ? [] : [seed])), sentence };
}

function outcomeOf({ interval }: Estimate): VerdictOutcome {
  if (interval === null) return 'cannot tell';
  if (interval.upper < 0) return 'helps';
  return interval.lower > 0 ? 'hurts' : 'cannot tell';
}

function leadOf(outcome: VerdictOutcome, relative: Estimate, evidence: Evidence): string {
  const fact = `the student's MSE is ${positionText(relative.value)} its twin's`;
  if (outcome !== 'cannot tell') return `Distillation ${outcome}: ${fact} ${evidenceText(relative, evidence)}.`;
  return `Cannot tell whether distillation helps: ${fact} ${evidenceText(relative, evidence)}.`;
}

function dissentText(opposed: TwinDifference['seeds']): string {
  if (opposed.length === 0) return '';
  const list = opposed.map(({ seed, relative }) => `seed ${seed} (${formatSigned(relative)})`).join(', ');
  return ` Not every seed agrees: ${list}.`;
}

function lonelyText(seedCount: number): string {
  return seedCount === 1 ? ' With one seed this says nothing about training again.' : '';
}

/** Student against teacher in one sentence; `relative` and `margin` are fractions of the teacher's mse. */
export function nonInferiorityText(
  outcome: NonInferiorityOutcome,
  { relative, margin }: { relative: Estimate; margin: number },
  level: number,
): string {
  const claim = {
    'non-inferior': 'The student keeps up with its teacher',
    inferior: 'The student does not keep up with its teacher',
    'cannot tell': 'Cannot tell whether the student keeps up with its teacher',
  }[outcome];
  const { value, interval } = relative;
  const range = interval === null ? NO_INTERVAL : `${levelText(level)} ${formatInterval(interval)}`;
  return `${claim}: its MSE is ${positionText(value)} the teacher's (${range}; margin ${formatPercent(margin)}).`;
}
