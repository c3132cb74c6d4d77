import type { Tensor } from '@tensorflow/tfjs';
import type { ParameterValues } from '@tsdistill/contracts';
import type { FeedArrays, FeedSpecs } from './feed-spec';
import type { ForwardContext, Tensors } from './forward-context';
import type { OptimizerSpec } from './optimizer-spec';

/** Scalars: `loss` is minimised, every other term is only reported. */
export interface LossTerms {
  readonly loss: Tensor;
  readonly [term: string]: Tensor;
}

/** The loss of one batch as tensor operations on the given parameters and feeds alone. */
export type LossFunction = (parameters: Tensors, feeds: Tensors, context: ForwardContext) => LossTerms;

/** A training step to compile: loss, feeds, parameters, optimiser. */
export interface TrainStepSpec {
  /** Start values; also the names and shapes. */
  readonly parameters: ParameterValues;
  /** Everything the loss reads besides parameters; the batch size is fixed. */
  readonly feeds: FeedSpecs;
  readonly loss: LossFunction;
  readonly optimizer: OptimizerSpec;
  /** Gradients are scaled down to this global norm; absent means no clipping. */
  readonly clipNorm?: number;
}

/** Where a step stands: `learningRate` and `seed` act on it, `epoch` is for error messages. */
export interface StepPosition {
  readonly learningRate: number;
  /** Seed of the run; together with the step count it fixes all dropout. */
  readonly seed: number;
  readonly epoch: number;
}

/** Values of one step: the loss terms before the update, and the global gradient norm before clipping. */
export type StepReport = Readonly<Record<string, number>> & { readonly loss: number; readonly gradientNorm: number };

/** Everything that training continues from, as plain data. Slots are named `<slot>/<parameter>`. */
export interface TrainState {
  readonly stepCount: number;
  readonly parameters: ParameterValues;
  readonly slots: ParameterValues;
}

/** One compiled training step: forward, backward, clipping and the update of parameters that live inside. */
export interface TrainStep {
  /**
   * Trains on one batch.
   *
   * @throws PipelineError FEED_MISSING, FEED_UNKNOWN, FEED_SHAPE, FEED_DTYPE before anything runs; STEP_NON_FINITE
   *   when the loss or a gradient is not finite (the parameters inside are then lost; restore a state)
   */
  run(feeds: FeedArrays, position: StepPosition): StepReport;
  /** A copy of the present parameters. */
  parameters(): ParameterValues;
  /** A copy of parameters, optimiser slots and step count. */
  state(): TrainState;
  /** @throws PipelineError STATE_MISMATCH when names or shapes differ from those of this step */
  restore(state: TrainState): void;
  /** Frees the graph and its variables. */
  dispose(): void;
}
