import type { Tensor } from '@tensorflow/tfjs';

/** Tensors by name: parameters, feeds, outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** What a model function is told besides its tensors. */
export interface ForwardContext {
  readonly training: boolean;
  /**
   * Inverted dropout: zeroes a share `rate` of the elements and scales the rest by 1 / (1 - rate); the identity when
   * not training. Each call has its own stream, which follows from the fed seed and the step alone.
   */
  readonly dropout: (x: Tensor, rate: number) => Tensor;
}

/** The context of prediction: nothing random, nothing dropped. */
export const INFERENCE: ForwardContext = { training: false, dropout: (x) => x };
