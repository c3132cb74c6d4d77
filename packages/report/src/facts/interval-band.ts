import { type ExportedInterval, intervalsOf } from '@tsdistill/contracts';
import type { ReportInputs } from '../open-report-inputs';

/** The student's widest interval, calibrated on validation: what it had at the test origins. */
export interface IntervalBand {
  readonly level: number;
  /** Standardized, [H][C], mean over seeds; null where the interval of a seed has no bound. */
  readonly halfWidth: readonly (readonly (number | null)[])[];
}

/** @returns null where the evaluation has no intervals */
export function readBand({ evaluation, groups }: Pick<ReportInputs, 'evaluation' | 'groups'>): IntervalBand | null {
  const models = groups.find(({ role }) => role === 'student')?.models ?? [];
  const seeds = models.map(({ fingerprint }) => intervalsOf(evaluation, fingerprint, 'validation').at(-1));
  const known = seeds.filter((seed) => seed !== undefined);
  return known.length === 0 ? null : meanBand(known);
}

/** @param seeds of one level, at least one */
export function meanBand(seeds: readonly ExportedInterval[]): IntervalBand {
  const [first] = seeds as [ExportedInterval];
  const meanAt = (step: number, channel: number) => {
    const halves = seeds.map(({ halfWidth }) => halfWidth[step]?.[channel] ?? null).filter((half) => half !== null);
    return halves.length < seeds.length ? null : halves.reduce((sum, half) => sum + half, 0) / seeds.length;
  };
  const halfWidth = first.halfWidth.map((channels, step) => channels.map((_, channel) => meanAt(step, channel)));
  return { level: first.level, halfWidth };
}
