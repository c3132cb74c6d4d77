import { sizeOf } from '@tsdistill/contracts';
import type { FeedSpecs } from '@tsdistill/engine';
import type { Forecaster } from '../models/forecaster';
import type { Windows } from '../data/windows';
import type { BatchArrays, Objective } from './objective';

/** What decides the arrays of a training batch. */
interface FedTask {
  readonly forecaster: Forecaster;
  readonly train: Windows;
  readonly objective: Objective;
  readonly config: { readonly batchSize: number };
}

/**
 * Cuts training batches into arrays that are allocated once; a short last batch is padded with windows that do not count.
 *
 * No place is ever without a window: statistics of the batch, which batch normalisation subtracts, are made of all of them.
 */
export class BatchFeeder {
  private readonly arrays: BatchArrays;
  private isFilled = false;

  constructor(private readonly task: FedTask) {
    const specs = Object.entries(BatchFeeder.specs(task));
    this.arrays = Object.fromEntries(specs.map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape))]));
  }

  /** The model's inputs, the objective's arrays, and `counted` [B]: the weight of each window, 0 in padded places. */
  static specs({ forecaster, objective, config: { batchSize } }: FedTask): FeedSpecs {
    const inputs = Object.entries(forecaster.inputs).map(
      ([name, spec]) => [name, { ...spec, shape: [batchSize, ...spec.shape.slice(1)] }] as const,
    );
    return {
      ...Object.fromEntries(inputs),
      ...objective.feeds(batchSize),
      counted: { shape: [batchSize], dtype: 'float32' },
    };
  }

  /** @param chosen indices of 1 to B training windows; those of the batch before stay in the padded places, in a first batch its own go there again */
  fill(chosen: Int32Array): BatchArrays {
    const { train, objective } = this.task;
    const { counted } = this.arrays;
    counted?.fill(0);
    chosen.forEach((index, slot) => {
      this.fillPlace(index, slot);
      objective.fill(index, slot, this.arrays);
      if (counted) counted[slot] = train.weight(index);
    });
    if (!this.isFilled) this.repeat(chosen);
    return this.arrays;
  }

  private repeat(chosen: Int32Array): void {
    for (let slot = chosen.length; slot < this.task.config.batchSize; slot++)
      this.fillPlace(chosen[slot % chosen.length] ?? 0, slot);
    this.isFilled = true;
  }

  private fillPlace(index: number, slot: number): void {
    const { train, forecaster, config } = this.task;
    fillInputs(train, index, slot, { arrays: this.arrays, cycle: forecaster.cycle, batchSize: config.batchSize });
  }
}

/** Writes the model's inputs of one window into place `slot` of a batch. */
export function fillInputs(windows: Windows, index: number, slot: number, inputs: BatchInputs): void {
  const { arrays, cycle, batchSize } = inputs;
  const { past, covariates, known, static: statics, floor, phase } = arrays;
  const placeIn = (values: Float32Array) => slot * (values.length / batchSize);
  if (past) windows.copyPast(index, past, placeIn(past));
  if (covariates) windows.copyCovariates(index, covariates, placeIn(covariates));
  if (known) windows.copyKnown(index, known, placeIn(known));
  if (statics) windows.copyStatic(index, statics, placeIn(statics));
  if (floor) windows.copyFloor(index, floor, placeIn(floor));
  if (phase && cycle !== undefined) phase[slot] = windows.phase(index, cycle);
}

interface BatchInputs {
  /** By name of the input. */
  readonly arrays: BatchArrays;
  /** Steps of the cycle that `phase` counts in. */
  readonly cycle: number | undefined;
  readonly batchSize: number;
}
