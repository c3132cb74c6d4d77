import type { ParameterValues } from '@tsdistill/contracts';
import type { FeedSpecs } from './feed-spec';
import type { ForwardContext, Tensors } from './forward-context';

/** A model: outputs by name (`{ forecast }`) as tensor operations on parameters and inputs alone. */
export type ForwardFunction = (parameters: Tensors, inputs: Tensors, context: ForwardContext) => Tensors;

/** A function to compile, its inputs and its parameters. */
export interface InferenceSpec {
  readonly parameters: ParameterValues;
  /** Leading size -1: the batch. */
  readonly inputs: FeedSpecs;
  readonly forward: ForwardFunction;
}

/** A compiled model for any batch size. */
export interface Predictor {
  /**
   * @param inputs values [batch, …] of every input
   * @returns values [batch, …] of every output
   * @throws PipelineError FEED_MISSING, FEED_UNKNOWN, FEED_SHAPE, FEED_DTYPE
   */
  run(inputs: Readonly<Record<string, Float32Array>>, batch: number): Record<string, Float32Array>;
  /** New weights without a new trace. @throws PipelineError STATE_MISMATCH when names or shapes differ */
  setParameters(values: ParameterValues): void;
  /** Frees the graph and its variables. */
  dispose(): void;
}
