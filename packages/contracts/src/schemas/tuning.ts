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

/** One training with its settings; it is lost (both null) when its loss stopped being a finite number. */
const Trial = z
  .object({
    settings: TunedSettings,
    /** Hard loss on the validation split at the best epoch. */
    validationLoss: z.number().nullable(),
    bestEpoch: z.number().int().positive().nullable(),
    parameterCount: Count,
  })
  .strict()
  .refine(({ validationLoss, bestEpoch }) => (validationLoss === null) === (bestEpoch === null), {
    path: ['bestEpoch'],
    message: 'a loss and the epoch it was reached in go together',
  })
  .readonly();
export type TuningTrial = z.infer<typeof Trial>;

/**
 * Contract `tuning@1`: student-tune writes it; student-distill reads it. No file but the manifest.
 *
 * Trial 0 is the config as it stands (with alpha 0 where alpha is tuned).
 */
export const TuningMeta = z
  .object({
    /** The settings of the trial with the lowest validation loss, the earliest of equals. */
    chosen: TunedSettings,
    trials: z.array(Trial).min(1).readonly(),
    /** Of every training, and of the draw of settings. */
    seed: Count,
  })
  .strict()
  .refine(({ chosen, trials }) => canonicalJson(bestTrial(trials)?.settings ?? null) === canonicalJson(chosen), {
    path: ['chosen'],
    message: 'not the settings of the trial with the lowest validation loss',
  })
  .readonly();
export type TuningMeta = z.infer<typeof TuningMeta>;

/** The trial with the lowest validation loss, the earliest of equals; nothing when all are lost. */
export function bestTrial(trials: readonly TuningTrial[]): TuningTrial | undefined {
  const lossOf = (trial: TuningTrial | undefined) => trial?.validationLoss ?? Infinity;
  return trials.reduce<TuningTrial | undefined>(
    (best, trial) => (lossOf(trial) < lossOf(best) ? trial : best),
    undefined,
  );
}
