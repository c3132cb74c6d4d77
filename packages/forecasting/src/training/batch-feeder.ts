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

/** Cuts training batches into arrays that are allocated once; a short last batch is padded with windows that do not count. */
export class BatchFeeder {
  private readonly arrays: BatchArrays;

  constructor(private readonly task: FedTask) {
    const specs = Object.entries(BatchFeeder.specs(task));
    this.arrays = Object.fromEntries(specs.map(([name, { shape }]) => [name, new Float32Array(sizeOf(shape))]));
  }

  /** The model's inputs, the objective's arrays, and `counted` [B]. */
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

  /** @param chosen indices of at most B training windows; what stays in the padded places is never counted */
  fill(chosen: Int32Array): BatchArrays {
    const { train, objective, forecaster } = this.task;
    const { past, known, phase, counted } = this.arrays;
    const inputs = { past, known, phase, cycle: forecaster.cycle, batchSize: this.task.config.batchSize };
    chosen.forEach((index, slot) => {
      fillInputs(train, index, slot, inputs);
      objective.fill(index, slot, this.arrays);
    });
    counted?.fill(0).fill(1, 0, chosen.length);
    return this.arrays;
  }
}

/** Writes the model's inputs of one window into place `slot` of a batch. */
export function fillInputs(windows: Windows, index: number, slot: number, arrays: InputArrays): void {
  const { past, known, phase, cycle, batchSize } = arrays;
  if (past) windows.copyPast(index, past, slot * (past.length / batchSize));
  if (known) windows.copyKnown(index, known, slot * (known.length / batchSize));
  if (phase && cycle !== undefined) phase[slot] = windows.phase(index, cycle);
}

interface InputArrays {
  readonly past: Float32Array | undefined;
  readonly known: Float32Array | undefined;
  readonly phase: Float32Array | undefined;
  /** Steps of the cycle that `phase` counts in. */
  readonly cycle: number | undefined;
  readonly batchSize: number;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
