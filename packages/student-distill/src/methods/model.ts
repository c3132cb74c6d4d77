import {
  checkModel,
  type Dataset,
  type ModelArtifact,
  type ParameterValues,
  PipelineError,
  type SoftTargets,
} from '@tsdistill/contracts';
import {
  createForecaster,
  type Forecaster,
  inheritParameters,
  type ModelConfig,
  type NamedForecaster,
  pairParameters,
  restoreForecaster,
  type TrainedForecaster,
} from '@tsdistill/forecasting';
import { z } from 'zod';
import { namesOf, type TeacherSide, teacherSide } from './sides';

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
 * The rule of which teacher gives its weights to which student. No value of them is read.
 *
 * @param model of the teacher, or none where only its forecasts exist
 * @throws PipelineError ONE_TEACHER, COPY_WITHOUT_MODEL, those of `pairParameters`
 */
export function checkCopy(settings: ModelSettings, teachers: readonly TeacherSide[], student: NamedForecaster): void {
  const [teacher, ...others] = teachers;
  if (!teacher || others.length > 0)
    throw new PipelineError('ONE_TEACHER', { method: 'model', ...namesOf(teachers, student) });
  const { who, model } = teacher;
  if (!model) throw new PipelineError('COPY_WITHOUT_MODEL', { given: null, teacherWho: who, studentWho: student.who });
  pairParameters(model, student, settings);
}

/**
 * The start of a student's training, or none where it begins with weights of its own.
 *
 * @throws PipelineError ARTIFACT_MISMATCH and those of `checkCopy`
 */
export function copiedStart(
  settings: ModelSettings | undefined,
  { dataset, teachers, model }: CopySources,
  config: ModelConfig,
): ((forecaster: Forecaster) => ParameterValues) | undefined {
  const sides = teachers.map(teacherSide);
  if (!settings) {
    if (model) refuseUnused(model, sides);
    return undefined;
  }
  const [softTargets, ...others] = teachers;
  const isOne = softTargets !== undefined && others.length === 0;
  const teacher = model && isOne ? openTeacher(model, softTargets, dataset) : undefined;
  const student = { who: 'the student', forecaster: createForecaster(config, dataset.manifest.meta) };
  checkCopy(settings, teacher ? [{ who: teacher.who, model: teacher }] : sides, student);
  return teacher && ((forecaster) => inheritParameters(teacher, forecaster, settings));
}

/** @throws PipelineError COPY_WITHOUT_MODEL: a model was given, and the config asks for none of its weights */
function refuseUnused({ folder }: ModelArtifact, [teacher]: readonly TeacherSide[]): never {
  const teacherWho = teacher?.who ?? 'its teacher';
  throw new PipelineError('COPY_WITHOUT_MODEL', { given: folder, teacherWho, studentWho: 'the student' });
}

/** @throws PipelineError ARTIFACT_MISMATCH where model, soft targets and data set do not belong together */
function openTeacher(model: ModelArtifact, softTargets: SoftTargets, dataset: Dataset): TrainedForecaster {
  checkModel(dataset, model);
  refuseOther(model, softTargets);
  const { folder, parameters } = model;
  return { who: `the teacher in ${folder}`, forecaster: restoreForecaster(model), parameters };
}

/** Forecasts and weights are of one teacher. */
function refuseOther({ folder, fingerprint }: ModelArtifact, { artifact, meta }: SoftTargets): void {
  if (meta.teacher === fingerprint) return;
  const [left, right] = [`the soft targets in ${artifact.folder}`, `the model in ${folder}`];
  const values = { leftValue: meta.teacher ?? 'unknown', rightValue: fingerprint };
  throw new PipelineError('ARTIFACT_MISMATCH', { what: 'the fingerprint of the teacher', left, right, ...values });
}
