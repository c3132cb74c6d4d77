import { formatInterval, formatPercent, formatSigned, levelText, positionText } from '@tsdistill/contracts';
import type { Estimate } from './bootstrap';
import { type Evidence, evidenceText, NO_INTERVAL } from './phrases';
import type { NonInferiorityOutcome } from './significance';

/** `void` = a model was fitted on rows that it is judged on. */
export type VerdictOutcome = 'helps' | 'hurts' | 'cannot tell' | 'void';

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

/** Which of the two had its training settings chosen on validation. */
export interface Tuning {
  readonly student: boolean;
  readonly twin: boolean;
  /** What was chosen for the student is to hear no teacher (alpha 0). */
  readonly withoutTeacher?: boolean;
}

/**
 * 'helps' or 'hurts' only where the interval, over windows and seeds (see bootstrap.ts), excludes 0; seeds that say
 * otherwise are named even then.
 */
export function judgeDistillation(
  { relative, seeds }: TwinDifference,
  evidence: Evidence,
  { tuning, why }: { tuning: Tuning; why: string | null },
): Verdict {
  const { withoutTeacher = false } = tuning;
  const outcome = why !== null ? 'void' : withoutTeacher ? 'cannot tell' : outcomeOf(relative);
  const sign = Math.sign(relative.value);
  const opposed = seeds.filter((seed) => sign * seed.relative < 0);
  const fact = `the student's MSE is ${positionText(relative.value)} its ${twinText(tuning)} ${evidenceText(relative, evidence)}`;
  const sentence = [
    ...[withoutTeacher && why === null ? NO_TEACHER : claimOf(outcome, why), `: ${fact}.`, tuningText(tuning)],
    ...[dissentText(opposed), lonelyText(seeds.length)],
  ].join('');
  return { outcome, disagreeingSeeds: opposed.flatMap(({ seed }) => (seed === null ? [] : [seed])), sentence };
}

function outcomeOf({ interval }: Estimate): Exclude<VerdictOutcome, 'void'> {
  if (interval === null) return 'cannot tell';
  if (interval.upper < 0) return 'helps';
  return interval.lower > 0 ? 'hurts' : 'cannot tell';
}

/** Whatever stands between the two then, no teacher put it there. */
const NO_TEACHER = 'Validation preferred no teacher (alpha 0), so that nothing was distilled';

function claimOf(outcome: VerdictOutcome, why: string | null): string {
  if (outcome === 'void') return `No verdict, void (${why})`;
  return outcome === 'cannot tell' ? 'Cannot tell whether distillation helps' : `Distillation ${outcome}`;
}

const twinText = ({ twin }: Tuning): string => (twin ? "tuned twin's" : "twin's");

/** Only where the two were not treated alike: whoever was tuned alone has an advantage. */
function tuningText({ student, twin, withoutTeacher = false }: Tuning): string {
  // Alpha 0 alone leaves the student what its twin is.
  if (withoutTeacher && student && !twin) return '';
  if (student === twin) return twin ? '' : ' Neither was tuned.';
  return student
    ? ' The student was tuned and the twin was not, which favours the student.'
    : ' The twin was tuned and the student was not, which favours the twin.';
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
  outcome: NonInferiorityOutcome | 'void',
  { relative, margin }: { relative: Estimate; margin: number },
  level: number,
): string {
  const claim = {
    void: 'Void for the same reason',
    'non-inferior': 'The student keeps up with its teacher',
    inferior: 'The student does not keep up with its teacher',
    'cannot tell': 'Cannot tell whether the student keeps up with its teacher',
  }[outcome];
  const { value, interval } = relative;
  const range = interval === null ? NO_INTERVAL : `${levelText(level)} ${formatInterval(interval)}`;
  const whose = outcome === 'void' ? "the student's" : 'its';
  return `${claim}: ${whose} MSE is ${positionText(value)} the teacher's (${range}; margin ${formatPercent(margin)}).`;
}
