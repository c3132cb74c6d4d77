import {
  countParameters,
  PipelineError,
  type StageHost,
  type TunedSettings,
  type TuningRun,
} from '@tsdistill/contracts';
import { createForecaster, fitModel } from '@tsdistill/forecasting';
import { chosenDistillation, tunedStudent } from '../apply-settings';
import { type StudentSources, type StudentTraining, studentTraining } from '../student-training';

/** A training of a trial, and how long it took. */
export interface FinishedRun {
  readonly run: TuningRun;
  readonly parameterCount: number;
  readonly seconds: number;
}

/** Trains one student with `settings` in place of its config's, and keeps no more of it than its validation loss. */
export async function runTrial(
  training: StudentTraining,
  settings: TunedSettings,
  sources: StudentSources,
  host: StageHost,
): Promise<FinishedRun> {
  const { distillation } = training;
  const student = tunedStudent(training.student, settings);
  const chosen = {
    ...training,
    student,
    ...(distillation && { distillation: chosenDistillation(distillation, settings) }),
  };
  const started = Date.now();
  const run = await lossOf(chosen, sources, host);
  const { meta } = sources.dataset.manifest;
  const parameterCount = countParameters(createForecaster(student.model, meta).initialise(training.seed));
  return { run, parameterCount, seconds: (Date.now() - started) / 1000 };
}

/** A training that diverges, or never forecasts a finite value, is lost; any other failure ends the tuning. */
async function lossOf(training: StudentTraining, sources: StudentSources, host: StageHost): Promise<TuningRun> {
  try {
    const { best } = (await fitModel(studentTraining(training, sources, host), host)).result;
    if (best.epoch > 0) return { validationLoss: best.validationLoss, bestEpoch: best.epoch };
  } catch (error) {
    if (!(error instanceof PipelineError && error.code === 'STEP_NON_FINITE')) throw error;
  }
  return { validationLoss: null, bestEpoch: null };
}
