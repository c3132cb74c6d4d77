import {
  checkModel,
  type Dataset,
  type ModelArtifact,
  type ParameterValues,
  PipelineError,
  type SoftTargets,
} from '@tsdistill/contracts';
import { type Forecaster, inheritParameters, type ModelConfig, restoreForecaster } from '@tsdistill/forecasting';
import { z } from 'zod';

/**
 * What of its teacher's weights a student begins with: all of them; of stacked layers the first ones, with `every: 2` each second one (Sanh et al.
 * 2019, DistilBERT), with `layers: "0,3"` those named, counted from 0 (Sajjad et al. 2023 keep both ends); with `largest`, where it has fewer
 * units, those of largest norm (Li et al. 2017 choose filters so).
 *
 * A list would make the experiment a grid, so the layers are written as one word.
 */
export const ModelSettings = z
  .object({
    every: z.number().int().positive().default(1),
    layers: z
      .string()
      .regex(/^\d+(,\d+)*$/, 'write the layers of the teacher as "0,3", counted from 0')
      .optional(),
    largest: z.boolean().default(false),
  })
  .strict()
  .refine(({ every, layers }) => every === 1 || layers === undefined, 'give either "every" or "layers"')
  .readonly();
export type ModelSettings = z.output<typeof ModelSettings>;

/** Opened artifacts that decide whether the weights may be taken. */
export interface CopySources {
  readonly dataset: Dataset;
  readonly teachers: readonly SoftTargets[];
  readonly model: ModelArtifact | undefined;
}

/**
 * The start of a student's training, or none where it begins with weights of its own.
 *
 * @throws PipelineError COPY_WITHOUT_MODEL, ONE_TEACHER, ARTIFACT_MISMATCH at once; those of `inheritParameters` from the start, before any work
 */
export function copiedStart(
  settings: ModelSettings | undefined,
  { dataset, teachers, model }: CopySources,
  student: ModelConfig,
): ((forecaster: Forecaster) => ParameterValues) | undefined {
  if ((settings === undefined) !== (model === undefined))
    throw new PipelineError('COPY_WITHOUT_MODEL', { given: model !== undefined });
  if (!settings || !model) return undefined;
  const [softTargets, ...others] = teachers;
  if (others.length > 0) throw new PipelineError('ONE_TEACHER', { method: 'model', teacherCount: teachers.length });
  checkModel(dataset, model);
  if (softTargets) refuseOther(model, softTargets);
  const { parameters, folder } = model;
  const giver = { forecaster: restoreForecaster(model), parameters, who: `the teacher in ${folder}` };
  // Another architecture is the graver difference, and refused with the start.
  if (giver.forecaster.config.architecture === student.architecture) refuseOtherOrder(model, student);
  return (forecaster) => inheritParameters(giver, forecaster, settings);
}

/** Forecasts and weights are of one teacher. */
function refuseOther({ folder, fingerprint }: ModelArtifact, { artifact, meta }: SoftTargets): void {
  if (meta.teacher === fingerprint) return;
  const [left, right] = [`the soft targets in ${artifact.folder}`, `the model in ${folder}`];
  const values = { leftValue: meta.teacher ?? 'unknown', rightValue: fingerprint };
  throw new PipelineError('ARTIFACT_MISMATCH', { what: 'the fingerprint of the teacher', left, right, ...values });
}

/** Weights go by place, so that covariates in another order would be read with each other's. */
function refuseOtherOrder({ folder, description: { channels } }: ModelArtifact, student: ModelConfig): void {
  for (const role of ['past', 'known', 'static'] as const) {
    const [leftValue, rightValue] = [student[role].join(', ') || 'empty', channels[role].join(', ') || 'empty'];
    if (leftValue === rightValue) continue;
    const [left, right] = ['the student', `the model in ${folder}`];
    throw new PipelineError('ARTIFACT_MISMATCH', {
      what: `the list of ${role} channels`,
      left,
      leftValue,
      right,
      rightValue,
    });
  }
}
