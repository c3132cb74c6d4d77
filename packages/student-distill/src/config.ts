import { ModelConfig, PointwiseLoss, TrainingConfig } from '@tsdistill/forecasting';
import { z } from 'zod';

/** Section `student` of a student config: the student and its twin are trained with it. */
export const StudentConfig = z.object({ model: ModelConfig, training: TrainingConfig }).strict();
export type StudentConfig = z.output<typeof StudentConfig>;

const Weights = z
  .object({ hard: z.number().nonnegative(), soft: z.number().nonnegative() })
  .strict()
  .refine(({ hard, soft }) => hard + soft > 0, 'hard and soft cannot both be 0');

/** Section `distillation` of an experiment config: the weights of the loss terms, or `alpha` for (1 − α)·hard + α·soft. */
export const DistillationConfig = z
  .object({
    alpha: z.number().min(0).max(1).optional(),
    weights: Weights.optional(),
    /** Loss towards the soft targets; by default the student's own. */
    loss: PointwiseLoss.optional(),
  })
  .strict()
  .refine(({ alpha, weights }) => (alpha === undefined) !== (weights === undefined), 'give either "alpha" or "weights"')
  .transform(({ alpha, weights, loss }) => ({
    weights: weights ?? { hard: 1 - (alpha ?? 0), soft: alpha ?? 0 },
    ...(loss !== undefined && { loss }),
  }));
export type DistillationConfig = z.output<typeof DistillationConfig>;
