import { z } from 'zod';
import { Count, Sha256 } from './common';

const Interval = z.strictObject({ lower: z.number(), upper: z.number() }).readonly();
const Estimate = z.strictObject({ value: z.number(), interval: Interval.nullable() }).readonly();
/** Over seeds; the deviation is null with one seed, both where the metric is not defined. */
const Metric = z.strictObject({ mean: z.number().nullable(), sd: z.number().nullable() }).readonly();

/** Metrics that a result keeps: standardized, standardized, raw unit, fraction. */
export const RESULT_METRICS = ['mse', 'mae', 'rawMae', 'wape'] as const;

const ModelResult = z
  .strictObject({
    role: z.enum(['teacher', 'member', 'student', 'twin', 'placebo', 'rival', 'baseline']),
    name: z.string().min(1),
    parameterCount: Count.nullable(),
    byteCount: Count.nullable(),
    tuned: z.boolean(),
    seedCount: z.number().int().positive(),
    mse: Metric,
    mae: Metric,
    rawMae: Metric,
    wape: Metric,
  })
  .readonly();

/**
 * Contract `result@1`: `data/results/<experiment>.json`, what an accepted run showed. Small and committed, so that runs can be
 * compared across commits when their artifacts are gone.
 */
export const Result = z
  .strictObject({
    kind: z.literal('result'),
    version: z.literal(1),
    experiment: z.string().min(1),
    /** The day, UTC. */
    accepted: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day such as 2026-11-25'),
    /** sha256 of the evaluation's manifest, and of the manifests that it was made from. */
    fingerprints: z.strictObject({ evaluation: Sha256, inputs: z.record(z.string(), Sha256).readonly() }).readonly(),
    split: z.enum(['validation', 'test']),
    horizon: z.number().int().positive(),
    channelCount: z.number().int().positive(),
    windowCount: Count,
    /** Of every interval. */
    level: z.number(),
    models: z.array(ModelResult).min(1).readonly(),
    /** Student's mse / teacher's mse - 1. */
    againstTeacher: Estimate,
    /** Student's mse / twin's mse - 1; null where no twin was evaluated. */
    againstTwin: Estimate.nullable(),
    /** Share of the teacher's skill over the naive forecast that the student keeps; null where that is not defined. */
    retention: Estimate.nullable(),
    nonInferiority: z
      .strictObject({ outcome: z.enum(['non-inferior', 'inferior', 'cannot tell', 'void']), margin: z.number() })
      .readonly(),
    verdict: z.enum(['helps', 'hurts', 'cannot tell', 'void']),
    placebo: z.enum(['knowledge', 'smoothing', 'cannot tell', 'void']).nullable(),
  })
  .readonly();
export type Result = z.infer<typeof Result>;
