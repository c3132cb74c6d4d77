import { z } from 'zod';
import { canonicalJson } from '../artifact/canonical-json';
import { Count } from './common';

/** What student-tune may set; the rest of a student is its config's. */
export const TunedSettings = z
  .object({
    learningRate: z.number().positive(),
    weightDecay: z.number().nonnegative(),
    /** Only for an architecture that has it. */
    dropout: z.number().min(0).lt(1).exactOptional(),
    normalisation: z.enum(['none', 'mean', 'revin']),
    /** Weight of the soft term; only where the experiment leaves it to tuning. */
    alpha: z.number().min(0).max(1).exactOptional(),
  })
  .strict()
  .readonly();
export type TunedSettings = z.infer<typeof TunedSettings>;

/** One training; it is lost (both null) when its loss stopped being a finite number. */
const Run = z
  .object({
    /** Hard loss on the validation split at the best epoch. */
    validationLoss: z.number().nullable(),
    bestEpoch: z.number().int().positive().nullable(),
  })
  .strict()
  .refine(({ validationLoss, bestEpoch }) => (validationLoss === null) === (bestEpoch === null), {
    path: ['bestEpoch'],
    message: 'a loss and the epoch it was reached in go together',
  })
  .readonly();
/** One training of a trial: its seed and validation loss. */
export type TuningRun = z.infer<typeof Run>;

/** Settings that were tried. */
const Trial = z
  .object({
    settings: TunedSettings,
    parameterCount: Count,
    /** With the first seed, and where that was promising with the second. */
    runs: z.array(Run).min(1).max(2).readonly(),
  })
  .strict()
  .readonly();
/** Settings that were tried, and how they did. */
export type TuningTrial = z.infer<typeof Trial>;

/**
 * Contract `tuning@1`: student-tune writes it; student-distill reads it. No file but the manifest.
 *
 * Trial 0 is the config as it stands (with alpha 0 where alpha is tuned).
 */
export const TuningMeta = z
  .object({
    /** The settings of `bestTrial`. */
    chosen: TunedSettings,
    trials: z.array(Trial).min(1).readonly(),
    /** Of every trial's runs, in this order; settings are drawn by the first. */
    seeds: z
      .tuple([Count, Count])
      .refine(([first, second]) => first !== second, 'a seed confirms no other when it is the same')
      .readonly(),
  })
  .strict()
  .refine(({ chosen, trials }) => canonicalJson(bestTrial(trials)?.settings ?? null) === canonicalJson(chosen), {
    path: ['chosen'],
    message: 'not the settings of the confirmed trial with the lowest mean validation loss',
  })
  .readonly();
export type TuningMeta = z.infer<typeof TuningMeta>;

/** Mean validation loss over both seeds; Infinity where the second is missing or either was lost. */
export function confirmedLoss({ runs }: Pick<TuningTrial, 'runs'>): number {
  const [first, second] = runs.map(({ validationLoss }) => validationLoss ?? Infinity);
  return ((first ?? Infinity) + (second ?? Infinity)) / 2;
}

/** The trial with the lowest mean loss over both seeds, the earliest of equals; nothing when none has both. */
export function bestTrial(trials: readonly TuningTrial[]): TuningTrial | undefined {
  const lossOf = (trial: TuningTrial | undefined) => (trial ? confirmedLoss(trial) : Infinity);
  return trials.reduce<TuningTrial | undefined>(
    (best, trial) => (lossOf(trial) < lossOf(best) ? trial : best),
    undefined,
  );
}
