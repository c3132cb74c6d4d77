import { Quantiles } from '@tsdistill/contracts';
import { z } from 'zod';

/** In steps; without it the season of the data set. */
const Season = z.number().int().positive().optional();

const BaselineConfig = z.discriminatedUnion('baseline', [
  z.object({ baseline: z.literal('repeat-last') }).strict(),
  z.object({ baseline: z.literal('seasonal-naive'), season: Season }).strict(),
  z.object({ baseline: z.literal('arima'), season: Season }).strict(),
]);
/** One baseline and its settings. */
export type BaselineConfig = z.infer<typeof BaselineConfig>;

const BootstrapConfig = z
  .object({
    resamples: z.number().int().min(100).default(2000),
    /** Two-sided level of every interval. */
    level: z.number().min(0.5).max(0.999).default(0.95),
    seed: z.number().int().nonnegative().default(0),
  })
  .strict();
export type BootstrapConfig = z.infer<typeof BootstrapConfig>;

const IntervalsConfig = z
  .object({
    /** Shares of truths that intervals are to hold, ascending. */
    levels: Quantiles.refine((levels) => levels.length > 0, 'names no level').default([0.5, 0.9]),
  })
  .strict();

/** Section `evaluate` of an experiment. */
export const EvaluateConfig = z
  .object({
    /** Whose windows are scored; validation is for choosing between students, so that test is looked at once. */
    split: z.enum(['test', 'validation']).default('test'),
    /** The student keeps up with its teacher when its MSE is surely less than this fraction above the teacher's. */
    margin: z.number().positive().default(0.02),
    baselines: z
      .array(BaselineConfig)
      .min(1)
      .readonly()
      .default([{ baseline: 'repeat-last' }, { baseline: 'seasonal-naive' }]),
    bootstrap: BootstrapConfig.prefault({}),
    /** Of the forecasts of students and twins, calibrated on validation. */
    intervals: IntervalsConfig.prefault({}),
  })
  .strict();
export type EvaluateConfig = z.infer<typeof EvaluateConfig>;
