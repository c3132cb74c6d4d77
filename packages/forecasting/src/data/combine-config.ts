import { z } from 'zod';

/**
 * Key `combine` of an experiment: how several teachers become one.
 *
 * `by: "validation"` weighs each teacher by 1 / mse on the validation windows: one weight for each teacher, for each of its
 * channels, or for each of its horizon steps.
 */
export const CombineConfig = z
  .union([
    z.enum(['mean', 'median']),
    z
      .object({ by: z.literal('validation'), per: z.enum(['model', 'channel', 'step']) })
      .strict()
      .readonly(),
  ])
  .default('mean');
export type CombineConfig = z.output<typeof CombineConfig>;
