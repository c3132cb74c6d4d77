import {
  firstProblem,
  type ModelArtifact,
  openDataset,
  openModel,
  PipelineError,
  type StageHost,
} from '@tsdistill/contracts';
import { CombineConfig, type ModelTraining, trainModel } from '@tsdistill/forecasting';
import { z } from 'zod';
import { DistillationConfig, StudentConfig } from './config';
import { type StudentTraining, studentTraining } from './student-training';
import { softTargetInputs, withTeachers } from './with-teachers';

/** Artifacts read and the one written. */
export interface RefreshStudentFolders {
  readonly dataset: string;
  /** Empty for the twin. */
  readonly softTargets: readonly string[];
  /** The model to go on from. */
  readonly former: string;
  readonly out: string;
}

/** Of the epochs that a student has from nothing. */
const WARM_EPOCHS = 0.25;

/** What the manifest of a student says of its training, tuned settings in it. */
const Section = z.object({
  student: StudentConfig,
  seed: z.number().int().nonnegative(),
  distillation: DistillationConfig.optional(),
  combine: CombineConfig.optional(),
});

/**
 * Trains a student again from its former weights with its former settings but fewer epochs, on more rows, and
 * writes one `model@1` artifact.
 *
 * Its inputs name the model that it goes on from (`warmStart`) and the one at the begin of the chain, that started from nothing
 * (`first`). Where no epoch is better on validation, the former weights stay.
 */
export async function runRefreshStudent(folders: RefreshStudentFolders, host: StageHost): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const former = openModel(folders.former);
  const training = trainingOf(former);
  await withTeachers(dataset, folders.softTargets, async (teachers) => {
    const inputs = { ...softTargetInputs(teachers), ...lineageOf(former) };
    const prepared = studentTraining(training, { dataset, teachers, inputs }, host);
    await trainModel(warmed(prepared, former), folders.out, host);
  });
}

/** A share of the epochs is enough for weights that know most of the rows; the settings that the next refresh reads stay whole. */
function warmed(prepared: ModelTraining, { parameters, manifest }: ModelArtifact): ModelTraining {
  const { config } = prepared;
  const epochs = Math.ceil(config.training.epochs * WARM_EPOCHS);
  return {
    ...prepared,
    config: { ...config, training: { ...config.training, epochs } },
    section: { ...manifest.config, warmStart: { epochs } },
    start: () => parameters,
    keepStart: true,
  };
}

function trainingOf({ folder, manifest }: ModelArtifact): StudentTraining {
  const result = Section.safeParse(manifest.config);
  if (!result.success) {
    const { key, problem } = firstProblem(result.error, manifest.config);
    throw new PipelineError('ARTIFACT_INVALID', {
      file: `${folder}/manifest.json`,
      problem: `config.${key}: ${problem}`,
    });
  }
  const { student, seed, distillation, combine } = result.data;
  // A student that once began with weights of its teacher begins with its own now.
  const heard = distillation && { ...distillation, model: undefined };
  return { student, seed, ...(heard && { distillation: heard }), ...(combine && { combine }) };
}

function lineageOf({ fingerprint, manifest }: ModelArtifact): Record<string, string> {
  const { first = fingerprint, tuning } = manifest.inputs;
  return { warmStart: fingerprint, first, ...(tuning !== undefined && { tuning }) };
}
