import { z } from 'zod';
import { FILLS } from './fill-values';

/** What happens to missing values, and to series that are too short for the split. */
export const POLICY_SETTINGS = {
  /** `mask` keeps them out of losses and metrics and says so, as the others do for what they fill. */
  missing: z.enum(['error', ...FILLS, 'drop-series']).default('error'),
  short: z.enum(['error', 'pad', 'drop']).default('error'),
};

export type MissingPolicy = z.infer<typeof POLICY_SETTINGS.missing>;
export type ShortPolicy = z.infer<typeof POLICY_SETTINGS.short>;
