import { z } from 'zod';

/** Loss of one forecast against one target, element by element. */
export const PointwiseLoss = z.union([
  z.enum(['mse', 'mae']),
  z.object({ huber: z.number().positive() }).strict().readonly(),
]);
export type PointwiseLoss = z.infer<typeof PointwiseLoss>;

const Schedule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant') }).strict(),
  /** The rate of `after` epochs, then times `factor` every epoch (`after: 2, factor: 0.5` is TSLib's "type1"). */
  z
    .object({
      kind: z.literal('halving'),
      after: z.number().int().positive().default(2),
      factor: z.number().gt(0).lt(1).default(0.5),
    })
    .strict(),
  /** Linear warm-up over `warmup` of all steps, then half a cosine down to zero (Loshchilov & Hutter 2017). */
  z.object({ kind: z.literal('cosine'), warmup: z.number().min(0).lt(1).default(0.05) }).strict(),
]);
export type Schedule = z.infer<typeof Schedule>;

/** How parameters are fitted; the same section for teachers and students. */
export const TrainingConfig = z
  .object({
    epochs: z.number().int().positive(),
    batchSize: z.number().int().positive().default(32),
    learningRate: z.number().positive(),
    optimizer: z.enum(['sgd', 'momentum', 'adam', 'adamw']).default('adam'),
    /** Decoupled decay, read by adamw only. */
    weightDecay: z.number().nonnegative().default(0),
    /** Gradients are scaled down to this global norm; 0 = never. */
    clipNorm: z.number().nonnegative().default(0),
    schedule: Schedule.default({ kind: 'constant' }),
    /** Epochs without a better hard validation loss before training stops. */
    patience: z.number().int().positive().default(5),
    loss: PointwiseLoss.default('mse'),
  })
  .strict()
  .refine(({ weightDecay, optimizer }) => weightDecay === 0 || optimizer === 'adamw', {
    path: ['weightDecay'],
    message: 'only the optimizer "adamw" decays weights',
  });
export type TrainingConfig = z.infer<typeof TrainingConfig>;
