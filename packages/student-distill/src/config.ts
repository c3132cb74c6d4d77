import { ModelConfig, PointwiseLoss, TrainingConfig } from '@tsdistill/forecasting';
import { z } from 'zod';
import { ModelSettings } from './methods/model';
import { METHOD_KEYS } from './methods/registry';

/** Section `student` of a student config: the student and its twin are trained with it. */
export const StudentConfig = z.object({ model: ModelConfig, training: TrainingConfig }).strict();
export type StudentConfig = z.output<typeof StudentConfig>;

const Weights = z
  .object({ hard: z.number().nonnegative(), soft: z.number().nonnegative() })
  .strict()
  .refine(({ hard, soft }) => hard + soft > 0, 'hard and soft cannot both be 0');

/** Weight of the soft term in (1 − α)·hard + α·soft; "auto" = chosen on validation by the stage `student-tune`. */
const Alpha = z.union([z.number().min(0).max(1), z.literal('auto')]);

/** Section `distillation` of an experiment config: the weights of the loss terms, and what the soft term is made of. */
export const DistillationConfig = z
  .object({
    alpha: Alpha.optional(),
    weights: Weights.optional(),
    /** Loss towards the soft targets; by default the student's own. */
    loss: PointwiseLoss.optional(),
    /** Scales of the soft loss: the mean over 0 … scales − 1 poolings by 2 along time (TimeDistill: 4); 1 = plain. */
    scales: z.number().int().min(1).max(8).default(1),
    /** Lowers the soft term where the teacher is worse than the seasonal naive forecast on validation. */
    trust: z.enum(['channel', 'step']).optional(),
    /** Weighs the soft term of each window by how right the teacher was there. */
    confidence: z.boolean().default(false),
    /** Learns from windows without truth too, where the soft targets cover them: the newest rows of the train split. */
    unlabelled: z.boolean().default(false),
    /** Learns from the augmented windows of the soft targets too. */
    augmented: z.boolean().default(false),
    /** The student begins with weights of its teacher. */
    model: ModelSettings.optional(),
    ...METHOD_KEYS,
  })
  .strict()
  .refine(({ alpha, weights }) => (alpha === undefined) !== (weights === undefined), 'give either "alpha" or "weights"')
  .transform(({ alpha, weights, ...rest }) => ({
    weights: weights ?? (alpha === 'auto' ? ('auto' as const) : weightsOf(alpha ?? 0)),
    ...rest,
  }));
export type DistillationConfig = z.output<typeof DistillationConfig>;

/** (1 − α)·hard + α·soft. */
export function weightsOf(alpha: number): { readonly hard: number; readonly soft: number } {
  return { hard: 1 - alpha, soft: alpha };
}

/** Values of one setting, each once. */
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .min(1)
    .max(12)
    .refine((values) => new Set(values).size === values.length, 'a value stands in it twice');

const choices = <Item extends z.ZodType>(item: Item) => list(item).readonly().optional();

/**
 * Section `tune` of a student config: settings to choose from on validation. The twin and each experiment choose for
 * themselves, from the same lists with the same number of trials.
 */
export const TuneConfig = z
  .object({
    /** Settings tried, the first of them the config as it stands; the best few are trained once more. */
    trials: z.number().int().min(2).max(100).default(6),
    learningRate: choices(z.number().positive()),
    weightDecay: choices(z.number().nonnegative()),
    dropout: choices(z.number().min(0).lt(1)),
    normalisation: choices(z.enum(['none', 'mean', 'revin'])),
    /** Weights of the soft term tried where `distillation.alpha` is "auto"; contains 0, so that "no teacher" can win. */
    alpha: list(z.number().min(0).max(1))
      .refine((grid) => grid.includes(0), 'must contain 0')
      .readonly()
      .default([0, 0.3, 0.5, 0.7, 0.9]),
  })
  .strict();
export type TuneConfig = z.output<typeof TuneConfig>;
