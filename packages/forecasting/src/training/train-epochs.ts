import type { ParameterValues, TrainingHistory } from '@tsdistill/contracts';
import { compileInference, compileStep, type OptimizerSpec, type TrainState, type TrainStep } from '@tsdistill/engine';
import type { Windows } from '../data/windows';
import type { Forecaster } from '../models/forecaster';
import { validationLoss } from '../prediction/predict-windows';
import { BatchFeeder } from './batch-feeder';
import { learningRateAt } from './learning-rate';
import type { Objective } from './objective';
import { shuffledIndices } from './shuffle';
import type { TrainingConfig } from './training-config';

/** Everything one training needs; a function of this alone gives the same parameters every time. */
export interface TrainingTask {
  readonly forecaster: Forecaster;
  /** The same as it forecasts once it is trained, where that differs: nowhere below the floor. */
  readonly deployed?: Forecaster;
  readonly train: Windows;
  readonly validation: Windows;
  readonly objective: Objective;
  /** Parameters to begin with; by default the forecaster's of this seed. */
  readonly start?: ParameterValues;
  readonly config: TrainingConfig;
  readonly seed: number;
  /** The start is a trained model: it stays where no epoch is better. */
  readonly keepStart?: boolean;
}

/** Where a training stands between two epochs, as plain data; `trainEpochs` goes on from it to the same bytes. */
export interface TrainingSnapshot {
  readonly epoch: number;
  readonly step: TrainState;
  readonly best: BestModel;
  readonly history: TrainingHistory;
}

export interface BestModel {
  /** 0 = the warm start: no epoch was better. */
  readonly epoch: number;
  /** Hard loss on the validation split. */
  readonly validationLoss: number;
  readonly parameters: ParameterValues;
}

export type TrainingEvent =
  | {
      readonly kind: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly stepCount: number;
      readonly terms: Terms;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      readonly train: Terms;
      readonly validation: number;
      readonly best: boolean;
      readonly snapshot: TrainingSnapshot;
    };

export type Terms = Readonly<Record<string, number>>;

export interface TrainingResult {
  readonly best: BestModel;
  readonly history: TrainingHistory;
}

/**
 * Fits a forecaster and keeps the parameters of the epoch with the lowest hard validation loss; a warm start competes with them.
 *
 * Yields after every step and every epoch, so that the caller can show progress, save the snapshot, or stop.
 *
 * @throws PipelineError STEP_NON_FINITE; the last yielded snapshot holds the best parameters until then
 */
export function* trainEpochs(task: TrainingTask, from?: TrainingSnapshot): Generator<TrainingEvent, TrainingResult> {
  const { forecaster, deployed = forecaster, config, validation } = task;
  const parameters = task.start ?? forecaster.initialise(task.seed);
  const step = compileTraining(task, { ...parameters, ...task.objective.parameters });
  const predictor = compileInference({ parameters, inputs: deployed.inputs, forward: deployed.forward });
  try {
    const scoreNow = () => validationLoss(predictor, { forecaster: deployed, windows: validation }, config.loss);
    const start = task.keepStart && !from ? scoreNow() : Infinity;
    let state = from ?? { epoch: 0, best: { epoch: 0, validationLoss: start, parameters }, history: [] };
    if (from) step.restore(from.step);
    while (state.epoch < config.epochs && state.epoch - state.best.epoch < config.patience) {
      const epoch = state.epoch + 1;
      const train = yield* runEpoch(task, step, epoch);
      const current = ofModel(step.parameters(), parameters);
      predictor.setParameters(current);
      const loss = scoreNow();
      const isBest = loss < state.best.validationLoss;
      const best = isBest ? { epoch, validationLoss: loss, parameters: current } : state.best;
      const learningRate = learningRateAt(config, epoch, (epoch - 1) / config.epochs);
      const history = [...state.history, { epoch, learningRate, train, validation: loss }];
      const snapshot = { epoch, step: step.state(), best, history };
      state = snapshot;
      yield { kind: 'epoch', epoch, train, validation: loss, best: isBest, snapshot };
    }
    return { best: state.best, history: state.history };
  } finally {
    predictor.dispose();
    step.dispose();
  }
}

/** Every training window once, in the order of this epoch; returns the mean of each loss term over the windows. */
function* runEpoch(task: TrainingTask, step: TrainStep, epoch: number): Generator<TrainingEvent, Terms> {
  const { config, train, seed } = task;
  const feeder = new BatchFeeder(task);
  const order = shuffledIndices(train.count, seed, epoch);
  const stepCount = Math.ceil(train.count / config.batchSize);
  const sums = new Map<string, number>();
  for (let index = 0; index < stepCount; index++) {
    const chosen = order.subarray(index * config.batchSize, (index + 1) * config.batchSize);
    const progress = (epoch - 1 + index / stepCount) / config.epochs;
    const learningRate = learningRateAt(config, epoch, progress);
    const terms = step.run(feeder.fill(chosen), { learningRate, seed, epoch });
    for (const [name, value] of Object.entries(terms))
      sums.set(name, (sums.get(name) ?? 0) + (value * chosen.length) / train.count);
    yield { kind: 'step', epoch, step: index + 1, stepCount, terms };
  }
  return Object.fromEntries(sums);
}

function compileTraining(task: TrainingTask, parameters: ParameterValues): TrainStep {
  const { forecaster, objective, config } = task;
  const forward = forecaster.showing(objective.layers ?? []);
  return compileStep({
    parameters,
    feeds: BatchFeeder.specs(task),
    loss: (weights, feeds, context) => {
      const outputs = forward(weights, feeds, context);
      const { forecast } = outputs;
      if (!forecast || !feeds['counted']) throw new RangeError('a forecaster returns a forecast');
      return objective.terms(forecast, feeds, feeds['counted'], { hidden: outputs, parameters: weights });
    },
    optimizer: optimizerOf(config),
    ...(config.clipNorm > 0 && { clipNorm: config.clipNorm }),
  });
}

/** Without those of the objective. */
function ofModel(all: ParameterValues, model: ParameterValues): ParameterValues {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name in model));
}

function optimizerOf({ optimizer, weightDecay }: TrainingConfig): OptimizerSpec {
  return optimizer === 'adamw' ? { kind: optimizer, weightDecay } : { kind: optimizer };
}
