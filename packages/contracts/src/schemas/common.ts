import { z } from 'zod';
import { CALENDAR } from '../clock/calendar';

/** Lower-case hex sha256, as every fingerprint in this project. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in lower-case hex');

/** `raw` = as in the user's file; `standardized` = after the data set's scaler. */
export const Unit = z.enum(['raw', 'standardized']);
export type Unit = z.infer<typeof Unit>;

export const Names = z
  .array(z.string().min(1))
  .refine((names) => new Set(names).size === names.length, 'a name stands in it twice')
  .readonly();
const Numbers = z.array(z.number()).readonly();
export const Count = z.number().int().nonnegative();

/** Levels in (0, 1), ascending; empty = none. */
export const Quantiles = z
  .array(z.number().gt(0).lt(1))
  .refine((levels) => levels.every((level, i) => i === 0 || level > (levels[i - 1] ?? 0)), 'not in ascending order')
  .readonly();

/** Cycles of the calendar whose channels stand behind the other known ones. */
export const Calendar = z.array(z.enum(CALENDAR)).min(1).readonly();

/** Channels by role, each in the order of its Arrow column. Targets are forecast; the others are only read. */
export const Channels = z
  .object({
    target: Names.refine((names) => names.length > 0, 'at least one target channel'),
    past: Names,
    known: Names,
    static: Names,
  })
  .strict()
  .readonly();
export type Channels = z.infer<typeof Channels>;

/** Applied to a target before it is scaled: log1p(x) = ln(1 + x). */
export const Transform = z.enum(['none', 'log1p', 'sqrt']);
export type Transform = z.infer<typeof Transform>;

/**
 * `standardized = (transform(raw) - shift) / scale`, per target channel, fitted on train rows only.
 *
 * `shift` and `scale` hold one row for all series (`global`) or one for each (`series`): [1 or S][C].
 */
export const Scaler = z
  .object({
    kind: z.enum(['none', 'standard', 'robust', 'min-max']),
    scope: z.enum(['global', 'series']),
    shift: z.array(Numbers).min(1).readonly(),
    scale: z.array(Numbers).min(1).readonly(),
    /** By target channel, [C]; absent = none. */
    transform: z.array(Transform).min(1).readonly().exactOptional(),
    /** Lowest forecast in raw units: one below is raised to it (0 for counts); absent = any. */
    floor: z.number().exactOptional(),
  })
  .strict()
  .readonly();
export type Scaler = z.infer<typeof Scaler>;

/** `(raw - shift) / scale` of each covariate of one role, fitted on train rows of all series: [P], [K] or [F]. */
const CovariateScale = z.object({ shift: Numbers, scale: Numbers }).strict().readonly();

/** How models see covariates; a role that is absent is read as it is stored. */
export const CovariateScaler = z
  .object({
    past: CovariateScale.exactOptional(),
    known: CovariateScale.exactOptional(),
    static: CovariateScale.exactOptional(),
  })
  .strict()
  .readonly();
export type CovariateScaler = z.infer<typeof CovariateScaler>;

/** Half-open row range [from, to) inside one series. */
export const RowRange = z.tuple([Count, Count]).readonly();
