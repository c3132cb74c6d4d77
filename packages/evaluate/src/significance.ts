import { PipelineError } from '@tsdistill/contracts';
import { sampleStandardDeviation } from 'simple-statistics';
import { type Estimate, intervalOf, type ResampledMean, type Resampling } from './bootstrap';

/** A model's mean loss with its name, for messages. */
export interface NamedMean extends ResampledMean {
  readonly name: string;
}

export type NonInferiorityOutcome = 'non-inferior' | 'inferior' | 'cannot tell';

/**
 * Skill kept from the teacher, (naive - student) / (naive - teacher): 1 = all of it, 0 = no better than naive, above 1 =
 * better than the teacher. Undefined where the teacher has no sure skill that could be kept.
 */
export type Retention =
  | { readonly kind: 'defined'; readonly naive: string; readonly estimate: Estimate }
  | { readonly kind: 'undefined'; readonly reason: string };

/** Mean loss minus that of the reference: below 0 = better than the reference. */
export function differenceOf(model: ResampledMean, reference: ResampledMean, resampling: Resampling): Estimate {
  return combine([model, reference], ([loss, other]) => loss - other, resampling);
}

/** Mean loss / that of the reference - 1: -0.02 = 2 % better. @throws PipelineError LOSS_ZERO */
export function relativeDifferenceOf(model: NamedMean, reference: NamedMean, resampling: Resampling): Estimate {
  if (reference.value === 0 || reference.resampled.some((loss) => loss === 0))
    throw new PipelineError('LOSS_ZERO', { model: reference.name, windowCount: resampling.windowCount });
  return combine([model, reference], ([loss, other]) => loss / other - 1, resampling);
}

/** See `Retention`; where the teacher's lead over naive may be 0 the ratio has no bounds, hence none is given. */
export function retentionOf(
  { naive, teacher, student }: { naive: NamedMean; teacher: NamedMean; student: NamedMean },
  resampling: Resampling,
): Retention {
  const losses = `(MSE ${teacher.value.toFixed(4)} against ${naive.value.toFixed(4)})`;
  const because = (lead: string): Retention => ({
    kind: 'undefined',
    reason: `the teacher ${teacher.name} is ${lead} than ${naive.name} ${losses}`,
  });
  if (naive.value <= teacher.value) return because('no better');
  const estimate = combine([naive, student, teacher], ([n, s, t]) => keptSkill(n - s, n - t), resampling);
  if (estimate.interval !== null && !Object.values(estimate.interval).every(Number.isFinite))
    return because('not surely better');
  return { kind: 'defined', naive: naive.name, estimate };
}

/** A resample in which the teacher has no lead counts as the far end on the side of the student's own skill. */
function keptSkill(student: number, teacher: number): number {
  if (teacher > 0) return student / teacher;
  return student < 0 ? -Infinity : Infinity;
}

/** @param relative student / teacher - 1 @param margin fraction above the teacher's loss that is still good enough */
export function judgeNonInferiority({ interval }: Estimate, margin: number): NonInferiorityOutcome {
  if (interval === null) return 'cannot tell';
  if (interval.upper <= margin) return 'non-inferior';
  return interval.lower > margin ? 'inferior' : 'cannot tell';
}

/** Mean and sample standard deviation (n - 1) over seeds; null without a value, and for the spread of one seed. */
export function overSeeds(values: readonly (number | null)[]): { mean: number | null; sd: number | null } {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return { mean: null, sd: null };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return { mean, sd: known.length === 1 ? null : sampleStandardDeviation(known) };
}

/** A statistic of several mean losses, at their values and, resample by resample, over the same draws. */
function combine<const Means extends readonly ResampledMean[]>(
  means: Means,
  statistic: (losses: { [Index in keyof Means]: number }) => number,
  resampling: Resampling,
): Estimate {
  const at = (pick: (mean: ResampledMean) => number) =>
    statistic(means.map(pick) as { [Index in keyof Means]: number });
  const resampled = Float64Array.from({ length: resampling.resamples }, (_, r) =>
    at((mean) => mean.resampled[r] ?? NaN),
  );
  return { value: at((mean) => mean.value), interval: intervalOf(resampled, resampling) };
}
