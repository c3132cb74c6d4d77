import { formatInterval, levelText, plural, positionText } from '@tsdistill/contracts';
import type { Estimate } from './bootstrap';
import { type Evidence, evidenceText, NO_INTERVAL } from './phrases';

/** Whether the teacher's knowledge counts, or a teacher that knows nothing of the future does as well. */
export interface PlaceboVerdict {
  /** The best placebo, by mse. */
  readonly name: string;
  /** `knowledge` / `smoothing` where the interval of `beyond` excludes 0 below / above. */
  readonly outcome: 'knowledge' | 'smoothing' | 'cannot tell' | 'void';
  /** Placebo's student / twin - 1: what a teacher without knowledge does. */
  readonly gain: Estimate;
  /** Student / placebo's student - 1: what the real teacher adds to it. */
  readonly beyond: Estimate;
  readonly sentence: string;
}

/** The best of `count` placebos and its two differences. */
export interface PlaceboDifference extends Pick<PlaceboVerdict, 'name' | 'gain' | 'beyond'> {
  readonly count: number;
}

const CLAIMS = {
  knowledge: "The teacher's knowledge counts, not mere smoothing",
  smoothing: "Mere smoothing does more than the teacher's knowledge",
  'cannot tell': "Cannot tell whether the teacher's knowledge or mere smoothing counts",
} as const;

/** @param why it is void, when one of the models saw what it is judged on */
export function judgePlacebo(
  { name, count, gain, beyond }: PlaceboDifference,
  evidence: Evidence,
  why: string | null,
): PlaceboVerdict {
  const outcome = why === null ? outcomeOf(beyond) : 'void';
  const claim = outcome === 'void' ? `Void (${why})` : CLAIMS[outcome];
  const which =
    count === 1 ? `the placebo teacher ${name}` : `the best of ${plural(count, 'placebo teacher')}, ${name}`;
  const range = gain.interval === null ? NO_INTERVAL : `${levelText(evidence.level)} ${formatInterval(gain.interval)}`;
  const sentence =
    `${claim}: the student's MSE is ${positionText(beyond.value)} that of the same student distilled from ${which} ` +
    `${evidenceText(beyond, evidence)}; that one is ${positionText(gain.value)} the twin's (${range}).`;
  return { name, outcome, gain, beyond, sentence };
}

function outcomeOf({ interval }: Estimate): keyof typeof CLAIMS {
  if (interval === null) return 'cannot tell';
  if (interval.upper < 0) return 'knowledge';
  return interval.lower > 0 ? 'smoothing' : 'cannot tell';
}
