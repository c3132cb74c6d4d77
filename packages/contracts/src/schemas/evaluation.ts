import { z } from 'zod';
import { Count } from './common';

const Role = z.enum(['teacher', 'student', 'twin', 'baseline']);
const Metrics = z.record(z.string(), z.number().nullable()).readonly();
const Interval = z.object({ lower: z.number(), upper: z.number() }).strict().readonly();
const Estimate = z.object({ value: z.number(), interval: Interval.nullable() }).strict().readonly();
const Seed = Count.nullable();

/**
 * Contract `evaluation@1`, the manifest's part.
 *
 * `summary.json` holds every metric and the verdict; `forecasts.arrow` the forecasts behind them: model Int32 (index into
 * `models`), series Int32, origin Int32, forecast FixedSizeList<Float32>[H·C], standardized.
 */
export const EvaluationMeta = z
  .object({
    split: z.literal('test'),
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
    outcome: z.enum(['helps', 'hurts', 'cannot tell']),
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

const ModelSummary = z
  .object({
    role: Role,
    name: z.string().min(1),
    parameterCount: Count.nullable(),
    byteCount: Count.nullable(),
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

/** `summary.json` of an evaluation: everything one experiment showed on its test windows. */
export const EvaluationSummary = z
  .object({
    experiment: z.string().min(1),
    horizon: z.number().int().positive(),
    channels: z.array(z.string()).readonly(),
    windowCount: Count,
    bootstrap: z.object({ resamples: Count, level: z.number(), seed: Count, blockLength: Count }).strict().readonly(),
    models: z.array(ModelSummary).readonly(),
    comparisons: z.array(Comparison).readonly(),
    retention: Retention,
    nonInferiority: z
      .object({
        outcome: z.enum(['non-inferior', 'inferior', 'cannot tell']),
        margin: z.number(),
        relative: Estimate,
        sentence: z.string(),
      })
      .strict()
      .readonly(),
    verdict: z
      .object({
        outcome: z.enum(['helps', 'hurts', 'cannot tell']),
        /** Seeds whose own difference has the other sign. */
        disagreeingSeeds: z.array(Count).readonly(),
        sentence: z.string(),
      })
      .strict()
      .readonly(),
  })
  .strict()
  .readonly();
export type EvaluationSummary = z.infer<typeof EvaluationSummary>;
