import { z } from 'zod';
import { Count, Quantiles } from './common';

/** `member` = one of several teachers, `placebo` = a student of a placebo teacher, `rival` = another student trained alone. */
const Role = z.enum(['teacher', 'member', 'student', 'twin', 'placebo', 'rival', 'baseline']);
const Split = z.enum(['validation', 'test']);
const Metrics = z.record(z.string(), z.number().nullable()).readonly();
const Interval = z.object({ lower: z.number(), upper: z.number() }).strict().readonly();
const Estimate = z.object({ value: z.number(), interval: Interval.nullable() }).strict().readonly();
const Seed = Count.nullable();
/** `void` = the teacher, the student or its twin was fitted on rows that it is judged on. */
const VerdictOutcome = z.enum(['helps', 'hurts', 'cannot tell', 'void']);

/**
 * Contract `evaluation@1`, the manifest's part.
 *
 * `summary.json` holds every metric and the verdict; `forecasts.arrow` those of students and twins: model Int32 (index into
 * `models`), series Int32, origin Int32, forecast FixedSizeList<Float32>[H·C], standardized. `intervals.arrow`, where the summary has
 * `intervals`: model Int32, level Int32 (index into its levels), calibration Int8 (index into `CALIBRATIONS`), halfWidth
 * FixedSizeList<Float32>[H·C], standardized, Infinity = no bound.
 */
export const EvaluationMeta = z
  .object({
    split: Split,
    horizon: z.number().int().positive(),
    channels: z.array(z.string().min(1)).min(1).readonly(),
    windowCount: Count,
    models: z
      .array(
        z
          .object({ role: Role, name: z.string().min(1), seed: Seed })
          .strict()
          .readonly(),
      )
      .readonly(),
    outcome: VerdictOutcome,
  })
  .strict()
  .readonly();
export type EvaluationMeta = z.infer<typeof EvaluationMeta>;

const Run = z
  .object({
    seed: Seed,
    overall: Metrics,
    perChannel: z.array(Metrics).readonly(),
    perStep: z.array(Metrics).readonly(),
  })
  .strict()
  .readonly();

/** A part of all weights: its mean over channels and horizon steps, and where it is least and most. */
const WeightShare = z.object({ mean: z.number(), least: z.number(), most: z.number() }).strict().readonly();
/** What one of several weighted teachers has of all weights, as fractions. */
export type WeightShare = z.infer<typeof WeightShare>;

const ModelSummary = z
  .object({
    role: Role,
    name: z.string().min(1),
    /** Of one of several teachers that are weighted by their errors on validation. */
    weight: WeightShare.exactOptional(),
    parameterCount: Count.nullable(),
    byteCount: Count.nullable(),
    /** Its training settings were chosen on validation, for every seed. */
    tuned: z.boolean(),
    mean: Metrics,
    sd: Metrics,
    runs: z.array(Run).min(1).readonly(),
  })
  .strict()
  .readonly();

const Comparison = z
  .object({
    reference: z.string(),
    role: Role.exclude(['student']),
    metric: z.enum(['mse', 'mae']),
    difference: Estimate,
    relative: Estimate,
    seeds: z
      .array(z.object({ seed: Seed, difference: z.number(), relative: z.number() }).strict().readonly())
      .readonly(),
  })
  .strict()
  .readonly();

const Retention = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('defined'), naive: z.string(), estimate: Estimate })
    .strict()
    .readonly(),
  z
    .object({ kind: z.literal('undefined'), reason: z.string() })
    .strict()
    .readonly(),
]);

/** The student against its like, distilled from the best placebo teacher. */
const PlaceboVerdict = z
  .object({
    name: z.string().min(1),
    outcome: z.enum(['knowledge', 'smoothing', 'cannot tell', 'void']),
    /** Placebo's student / twin - 1, by mse: what a teacher without knowledge does. */
    gain: Estimate,
    /** Student / placebo's student - 1, by mse: what the real teacher adds to it. */
    beyond: Estimate,
    sentence: z.string(),
  })
  .strict()
  .readonly();

/** A model that was fitted on rows behind the train split, or says so of scored windows. */
const Leak = z
  .object({
    role: z.enum(['teacher', 'student', 'twin', 'placebo', 'rival']),
    name: z.string().min(1),
    trainedUntil: z.string().nullable(),
    lastTrainRow: z.string(),
    /** Rows behind `lastTrainRow` up to `trainedUntil`, over all series. */
    rows: z.object({ validation: Count, test: Count }).strict().readonly(),
    /** Scored windows with `inSample` set. */
    inSampleWindows: Count,
  })
  .strict()
  .readonly();

/** `grid.json` of the evaluation of a grid: what its members lost on validation, the best first, which is the one that was evaluated. */
export const GridChoice = z
  .object({
    split: z.literal('validation'),
    members: z
      .array(
        z
          .object({
            label: z.string().min(1),
            seedCount: Count,
            mse: z.number(),
            mseSd: z.number().nullable(),
            mae: z.number(),
          })
          .strict()
          .readonly(),
      )
      .min(1)
      .readonly(),
  })
  .strict()
  .readonly();
export type GridChoice = z.infer<typeof GridChoice>;

/** What is known of the teachers' honesty. */
const Honesty = z
  .object({
    leaks: z.array(Leak).readonly(),
    /** Names of the models of which nobody knows when they were last fitted. */
    unknown: z.array(z.string()).readonly(),
    /** A sentence for each teacher whose forecasts of train windows are almost the labels. */
    labelMatches: z.array(z.string()).readonly(),
  })
  .strict()
  .readonly();

/** Share of truths inside an interval, and its mean width, standardized; null = no truth, no bound. */
const COVERAGE = { coverage: z.number().min(0).max(1).nullable(), width: z.number().nonnegative().nullable() };
const Coverage = z.object(COVERAGE).strict().readonly();

/** Intervals of one level, calibrated on validation and measured on test. */
const IntervalLevel = z
  .object({
    level: z.number().gt(0).lt(1),
    ...COVERAGE,
    perStep: z.array(Coverage).readonly(),
    perChannel: z.array(Coverage).readonly(),
    /** The same calibrated anew at every test origin, on the newest windows whose truth is known by then. */
    rolling: Coverage,
  })
  .strict()
  .readonly();

/** Which windows the intervals of a forecast come from: all of validation, or as many of the newest of validation and test. */
export const CALIBRATIONS = ['validation', 'newest'] as const;
/** One of them. */
export type Calibration = (typeof CALIBRATIONS)[number];

const Intervals = z
  .object({
    method: z.literal('split-conformal'),
    levels: Quantiles.refine((levels) => levels.length > 0, 'at least one level'),
    /** Windows that they were calibrated on, and measured on. */
    validationWindows: Count,
    testWindows: Count,
    /** In the order of the manifest's models. */
    models: z
      .array(
        z
          .object({
            role: z.enum(['student', 'twin']),
            name: z.string().min(1),
            seed: Seed,
            levels: z.array(IntervalLevel).readonly(),
          })
          .strict()
          .readonly(),
      )
      .readonly(),
  })
  .strict()
  .readonly();

/** Settings that tuning chose on validation for the models of one row, such as `alpha` or `learningRate`. */
const Chosen = z
  .object({
    role: Role.extract(['student', 'twin', 'placebo', 'rival']),
    name: z.string().min(1),
    settings: z.record(z.string(), z.union([z.number(), z.string()])).readonly(),
  })
  .strict()
  .readonly();

/** `summary.json` of an evaluation: everything one experiment showed on the windows of one split. */
export const EvaluationSummary = z
  .object({
    experiment: z.string().min(1),
    split: Split,
    horizon: z.number().int().positive(),
    channels: z.array(z.string()).readonly(),
    windowCount: Count,
    bootstrap: z.object({ resamples: Count, level: z.number(), seed: Count, blockLength: Count }).strict().readonly(),
    models: z.array(ModelSummary).readonly(),
    comparisons: z.array(Comparison).readonly(),
    retention: Retention,
    nonInferiority: z
      .object({
        outcome: z.enum(['non-inferior', 'inferior', 'cannot tell', 'void']),
        margin: z.number(),
        relative: Estimate,
        sentence: z.string(),
      })
      .strict()
      .readonly(),
    verdict: z
      .object({
        outcome: VerdictOutcome,
        /** Seeds whose own difference has the other sign. */
        disagreeingSeeds: z.array(Count).readonly(),
        sentence: z.string(),
      })
      .strict()
      .readonly(),
    /** null without a placebo. */
    placebo: PlaceboVerdict.nullable(),
    honesty: Honesty,
    /** Absent where validation itself was scored, or has no windows. */
    intervals: Intervals.exactOptional(),
    /** Absent where nothing was tuned, or the evaluation was not given what was chosen. */
    chosen: z.array(Chosen).min(1).readonly().exactOptional(),
  })
  .strict()
  .readonly();
export type EvaluationSummary = z.infer<typeof EvaluationSummary>;
