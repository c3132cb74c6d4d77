import { z } from 'zod';

/**
 * Key `combine` of an experiment: how several teachers become one.
 *
 * Weights come from errors on the validation windows: `by: "validation"` weighs each teacher by 1 / mse, `by: "stacking"` takes those whose
 * weighted mean has the least mse. One weight for each teacher, for each of its channels, or for each of its horizon steps.
 */
export const CombineConfig = z
  .union([
    z.enum(['mean', 'median']),
    z
      .object({ by: z.enum(['validation', 'stacking']), per: z.enum(['model', 'channel', 'step']) })
      .strict()
      .readonly(),
  ])
  .default('mean');
export type CombineConfig = z.output<typeof CombineConfig>;
