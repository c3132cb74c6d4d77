import {
  canonicalJson,
  type Dataset,
  hashBytes,
  type ParameterValues,
  pickCovariateScaler,
  refuseForeignFolder,
  type StageHost,
  writeModel,
} from '@tsdistill/contracts';
import { engineIdentity } from '@tsdistill/engine';
import { refuseUncounted } from '../data/phase';
import { concatWindows, type ExtraWindows, type TrainingWindows, type WindowList } from '../data/concat-windows';
import { fittedUntil, type Fold, foldWindows } from '../data/fold-origins';
import { refuseUnobserved } from '../data/refuse-unobserved';
import { loadWindowData, selectWindows, trainedUntil, type WindowData } from '../data/windows';
import { floorForecasts } from '../models/floor-forecasts';
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
  /** The time fold of the train windows that it is kept from; absent = it sees all of them. */
  readonly fold?: Fold;
  /** Windows beside those of the train split: without truth, or made. */
  extraWindows?(data: WindowData): ExtraWindows;
  /** What the model is fitted to, called before any work starts. @param train the train split, then the extra windows */
  objective(train: TrainingWindows, data: WindowData, forecaster: Forecaster): Objective;
  /** Parameters to begin with, called before any work starts; by default the forecaster's of the seed. */
  start?(forecaster: Forecaster): ParameterValues;
  /** Last row that the inputs were fitted on, ISO 8601, where it is known. */
  readonly inputsTrainedUntil?: readonly string[];
  /** The start is a model that was trained before, whose fingerprint is among the inputs: it stays where no epoch is better. */
  readonly keepStart?: boolean;
  /** Section of the config for the manifest. */
  readonly section: Readonly<Record<string, unknown>>;
}

/** A trained model and what it was trained with, before anything is written. */
export interface FittedModel {
  readonly forecaster: Forecaster;
  readonly result: TrainingResult;
  /** By role, the data set first. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly trainedUntil: string;
  readonly seconds: number;
}

/**
 * Trains a model.
 *
 * @throws PipelineError NO_WINDOWS, NOTHING_OBSERVED, SEASON_TOO_LONG, COVARIATE_UNKNOWN, STEP_NOT_FIXED, FOLD_TOO_SMALL, those of the hooks,
 * before any work; STEP_NON_FINITE
 */
export async function fitModel(training: ModelTraining, host: StageHost): Promise<FittedModel> {
  const { dataset, config, seed } = training;
  const { meta } = dataset.manifest;
  const forecaster = createForecaster(config.model, meta);
  refuseUncounted({ ...config.model, cycle: forecaster.cycle, frequency: meta.frequency });
  const data = loadWindowData(dataset, config.model);
  const whole = selectWindows(data, 'train', config.model.lookback);
  const split = training.fold ? foldWindows(data, whole, training.fold).rest : whole;
  const validation = selectWindows(data, 'validation', config.model.lookback);
  refuseUnobserved(split, 'train', meta.channels.target.length);
  refuseUnobserved(validation, 'validation', meta.channels.target.length);
  const extra = training.extraWindows?.(data) ?? { lists: [], readUntil: null };
  const train = concatWindows([{ windows: split, labelled: true }, ...extra.lists], meta.channels.target.length);
  const objective = training.objective(train, data, forecaster);
  const start = training.start?.(forecaster);
  await startEngine(host);
  const started = Date.now();
  const inputs = { dataset: dataset.fingerprint, ...training.inputs };
  const deployed = floorForecasts(forecaster, meta.scaler);
  const task = {
    forecaster,
    deployed,
    train,
    validation,
    objective,
    config: config.training,
    seed,
    ...(start && { start }),
    ...(training.keepStart && { keepStart: true }),
  };
  const decisive = { section: training.section, seed, inputs, engine: await engineIdentity(), code: host.code };
  const fingerprint = hashBytes(canonicalJson({ ...decisive, ...extraKeys(extra) }));
  const result = await runTraining(task, fingerprint, host);
  host.info({ epoch: result.best.epoch, validation: result.best.validationLoss }, 'best epoch');
  const fitted = training.fold ? fittedUntil(data, split) : trainedUntil(data);
  const moments = [fitted, extra.readUntil, ...(training.inputsTrainedUntil ?? [])];
  return {
    forecaster,
    result,
    inputs,
    trainedUntil: latest(moments),
    seconds: (Date.now() - started) / 1000,
  };
}

/**
 * Trains a model and writes it as a `model@1` artifact.
 *
 * @returns the artifact's fingerprint
 * @throws PipelineError ARTIFACT_OCCUPIED before any work, and those of `fitModel`
 */
export async function trainModel(training: ModelTraining, out: string, host: StageHost): Promise<string> {
  refuseForeignFolder(out);
  const fitted = await fitModel(training, host);
  const { result, inputs, seconds } = fitted;
  return writeModel(out, describe(training, fitted), result.best.parameters, {
    config: training.section,
    inputs,
    history: result.history,
    measured: { trainingSeconds: seconds },
  });
}

/** The extra windows in a training's fingerprint; a training without them has none. */
function extraKeys({ lists, readUntil }: ExtraWindows) {
  const keysOf = ({ windows: { series, origin }, labelled }: WindowList) => ({
    series: hashBytes(bytesOf(series)),
    origin: hashBytes(bytesOf(origin)),
    labelled,
  });
  return lists.length === 0 ? {} : { extra: { lists: lists.map(keysOf), readUntil } };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The latest of the moments that can be read. @param moments ISO 8601, at least one of them */
function latest(moments: readonly (string | null)[]): string {
  const known = moments.map((moment) => Date.parse(moment ?? '')).filter((ms) => !Number.isNaN(ms));
  return new Date(Math.max(...known)).toISOString();
}

function describe({ dataset, seed, inputs, fold }: ModelTraining, { forecaster, trainedUntil, result }: FittedModel) {
  const { channels, frequency, timezone, calendar, scaler, season, covariateScaler, series } = dataset.manifest.meta;
  const { best } = result;
  const chosenScaler = pickCovariateScaler(covariateScaler, channels, forecaster.channels);
  return {
    ...describeForecaster(forecaster, season),
    frequency,
    timezone,
    ...(calendar && { calendar }),
    ...(scaler.scope === 'series' && { series: series.map(({ id }) => id) }),
    unit: 'standardized' as const,
    scaler,
    ...(chosenScaler && { covariateScaler: chosenScaler }),
    quantiles: forecaster.config.quantiles,
    provenance: {
      dataset: dataset.fingerprint,
      softTargets: Object.keys(inputs).flatMap((role) => (role.startsWith('softTargets') ? [inputs[role] ?? ''] : [])),
      trainedUntil,
      seed,
      bestEpoch: best.epoch,
      validationLoss: best.validationLoss,
      ...(fold && { fold }),
    },
  };
}
