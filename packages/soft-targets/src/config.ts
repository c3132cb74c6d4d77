import { SPLITS } from '@tsdistill/contracts';
import { z } from 'zod';

/** Section `soft-targets` of a teacher config. */
export const SoftTargetsConfig = z
  .object({
    /** Splits whose origins the teacher forecasts; students learn from train, evaluation reads test. */
    splits: z.array(z.enum(SPLITS)).min(1).readonly().default(['train', 'validation', 'test']),
  })
  .strict();
export type SoftTargetsConfig = z.output<typeof SoftTargetsConfig>;
