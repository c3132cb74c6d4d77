import { SPLITS } from '@tsdistill/contracts';
import { z } from 'zod';

const Deviation = z.number().positive().optional();

/** Made windows that the teacher labels beside the real ones: `copies` for each train window, by the ways named in turn. */
const AugmentConfig = z
  .object({
    copies: z.number().int().min(1).max(100).default(1),
    /** Standard deviation of noise on every value, in standardized units. */
    jitter: Deviation,
    /** Standard deviation of the logarithm of one factor a channel, around the window's last row. */
    scaling: Deviation,
    /** a of Beta(a, a), the weight of a mixture with another train window; 1 = uniform. */
    mixup: z.number().gt(0).max(1).optional(),
    /** The history of another series, or of another channel where there is one series. */
    otherSeries: z.boolean().default(false),
    seed: z.number().int().nonnegative().default(0),
  })
  .strict()
  .refine(
    ({ jitter, scaling, mixup, otherSeries }) =>
      otherSeries || [jitter, scaling, mixup].some((way) => way !== undefined),
    'name at least one of "jitter", "scaling", "mixup", "otherSeries"',
  );
export type AugmentConfig = z.output<typeof AugmentConfig>;

/** Section `soft-targets` of a teacher config. */
export const SoftTargetsConfig = z
  .object({
    /** Splits whose origins the teacher forecasts; students learn from train, evaluation reads test. */
    splits: z.array(z.enum(SPLITS)).min(1).readonly().default(['train', 'validation', 'test']),
    /** Time folds of the train windows, each forecast by a teacher that was kept from it; absent = in sample. */
    folds: z.number().int().min(2).max(20).optional(),
    /** Also forecasts the origins at the end of the train rows whose truth ends behind them. */
    newest: z.boolean().default(false),
    augment: AugmentConfig.optional(),
    /** Hidden layers of the teacher whose features go beside its forecasts, for hints. */
    features: z
      .array(z.string().min(1))
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'a layer stands in it twice')
      .readonly()
      .optional(),
  })
  .strict()
  .refine(({ folds, features }) => folds === undefined || features === undefined, {
    path: ['features'],
    message: 'the teachers of folds have hidden layers that are not alike; leave out one of "folds" and "features"',
  });
export type SoftTargetsConfig = z.output<typeof SoftTargetsConfig>;
