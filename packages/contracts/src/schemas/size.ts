import { z } from 'zod';
import { Count } from './common';

const Loss = z.number().nonnegative().nullable();
const Interval = z.object({ lower: z.number(), upper: z.number() }).strict().readonly();
const Estimate = z.object({ value: z.number(), interval: Interval.nullable() }).strict().readonly();
const Outcome = z.enum(['non-inferior', 'inferior', 'cannot tell', 'void']);
/** `closest` = no candidate is non-inferior on validation; this one has the lowest upper bound. */
const ChoiceKind = z.enum(['non-inferior', 'closest']);

/** Contract `size@1`, the manifest's part: what the search found. */
export const SizeMeta = z
  .object({
    experiment: z.string().min(1),
    /** Fraction above the teacher's MSE that is still good enough. */
    margin: z.number().positive(),
    candidateCount: Count,
    choice: z
      .object({ name: z.string().min(1), kind: ChoiceKind, parameterCount: Count })
      .strict()
      .readonly(),
  })
  .strict()
  .readonly();
export type SizeMeta = z.infer<typeof SizeMeta>;

const Candidate = z
  .object({
    name: z.string().min(1),
    /** Section `model` of a student config. */
    model: z.record(z.string(), z.unknown()).readonly(),
    learningRate: z.number().positive(),
    parameterCount: Count,
    byteCount: Count,
    /** One entry a rung it took part in: the training's hard loss on validation; null where that stopped being a number. */
    rungs: z
      .array(z.object({ epochs: z.number().int().positive(), validationLoss: Loss }).strict().readonly())
      .readonly(),
    /** On the front of parameters and validation loss after the last rung. */
    onFront: z.boolean(),
  })
  .strict()
  .readonly();

/** What `evaluate` said of a candidate with all seeds, on one split. */
const Judgement = z
  .object({
    /** Index into `candidates`. */
    candidate: Count,
    outcome: Outcome,
    /** Candidate's MSE / teacher's MSE - 1. */
    relative: Estimate,
    mse: z.number().nonnegative(),
    teacherMse: z.number().nonnegative(),
  })
  .strict()
  .readonly();

/** `size.json`: every candidate, how far it came, who was judged, and what the chosen one scored on test. */
export const SizeSummary = z
  .object({
    experiment: z.string().min(1),
    margin: z.number().positive(),
    seeds: z.array(Count).min(1).readonly(),
    /** Weight of the soft term where the experiment leaves it to tuning; null where it says itself. */
    alpha: z.number().min(0).max(1).nullable(),
    teacher: z
      .object({ name: z.string().min(1), parameterCount: Count.nullable(), validationLoss: z.number().nonnegative() })
      .strict()
      .readonly(),
    /** Name of the loss of `validationLoss`: mse, mae, huber. */
    loss: z.string().min(1),
    candidates: z.array(Candidate).min(1).readonly(),
    /** On validation, in the order in which they were judged. */
    judged: z.array(Judgement).min(1).readonly(),
    choice: z.object({ candidate: Count, kind: ChoiceKind }).strict().readonly(),
    /** On test, once; `twin` says what the same student alone is worth. */
    test: Judgement.unwrap()
      .extend({
        windowCount: Count,
        level: z.number(),
        twin: z
          .object({ outcome: z.enum(['helps', 'hurts', 'cannot tell', 'void']), sentence: z.string() })
          .strict()
          .readonly(),
      })
      .strict()
      .readonly(),
    sentence: z.string().min(1),
  })
  .strict()
  .readonly();
export type SizeSummary = z.infer<typeof SizeSummary>;
