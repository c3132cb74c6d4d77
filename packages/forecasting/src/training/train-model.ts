import {
  canonicalJson,
  type Dataset,
  hashBytes,
  refuseForeignFolder,
  type StageHost,
  writeModel,
} from '@tsdistill/contracts';
import { engineIdentity } from '@tsdistill/engine';
import { loadWindowData, selectWindows, trainedUntil, type WindowData, type Windows } from '../data/windows';
import { createForecaster, describeForecaster, type Forecaster } from '../models/forecaster';
import type { ModelConfig } from '../models/model-config';
import { startEngine } from '../start-engine';
import type { Objective } from './objective';
import { runTraining } from './run-training';
import type { TrainingResult } from './train-epochs';
import type { TrainingConfig } from './training-config';

/** One training of one model on one data set. */
export interface ModelTraining {
  readonly dataset: Dataset;
  readonly config: { readonly model: ModelConfig; readonly training: TrainingConfig };
  readonly seed: number;
  /** Fingerprints of the artifacts beside the data set, by role. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What the model is fitted to. */
  objective(train: Windows, data: WindowData): Objective;
  /** Section of the config for the manifest. */
  readonly section: Readonly<Record<string, unknown>>;
}

/**
 * Trains a model and writes it as a `model@1` artifact.
 *
 * @returns the artifact's fingerprint
 * @throws PipelineError ARTIFACT_OCCUPIED, NO_WINDOWS, SEASON_TOO_LONG, KNOWN_CHANNEL_UNKNOWN before any work; STEP_NON_FINITE
 */
export async function trainModel(training: ModelTraining, out: string, host: StageHost): Promise<string> {
  refuseForeignFolder(out);
  const { dataset, config, seed } = training;
  const { meta } = dataset.manifest;
  const forecaster = createForecaster(config.model, meta);
  const data = loadWindowData(dataset, config.model.known);
  const train = selectWindows(data, 'train', config.model.lookback);
  const validation = selectWindows(data, 'validation', config.model.lookback);
  await startEngine(host);
  const started = Date.now();
  const inputs = { dataset: dataset.fingerprint, ...training.inputs };
  const objective = training.objective(train, data);
  const task = { forecaster, train, validation, objective, config: config.training, seed };
  const fingerprint = hashBytes(
    canonicalJson({ section: training.section, seed, inputs, engine: await engineIdentity() }),
  );
  const result = await runTraining(task, fingerprint, host);
  host.info({ epoch: result.best.epoch, validation: result.best.validationLoss }, 'best epoch');
  return writeModel(out, describe(training, data, forecaster, result), result.best.parameters, {
    config: training.section,
    inputs,
    history: result.history,
    measured: { trainingSeconds: (Date.now() - started) / 1000 },
  });
}

function describe(
  { dataset, seed, inputs }: ModelTraining,
  data: WindowData,
  forecaster: Forecaster,
  { best }: TrainingResult,
) {
  const { frequency, scaler, season } = dataset.manifest.meta;
  return {
    ...describeForecaster(forecaster, season),
    frequency,
    unit: 'standardized' as const,
    scaler,
    quantiles: [],
    provenance: {
      dataset: dataset.fingerprint,
      softTargets: Object.values(inputs),
      trainedUntil: trainedUntil(data),
      seed,
      bestEpoch: best.epoch,
      validationLoss: best.validationLoss,
    },
  };
}
