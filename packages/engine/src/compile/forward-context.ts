import type { Tensor } from '@tensorflow/tfjs';

/** Tensors by name: parameters, feeds, outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** What a model function is told besides its tensors. */
export interface ForwardContext {
  /**
   * Inverted dropout: zeroes a share `rate` of the elements and scales the rest by 1 / (1 - rate); the identity when
   * not training. Each call has its own stream, which follows from the fed seed and the step alone.
   */
  readonly dropout: (x: Tensor, rate: number) => Tensor;
  /**
   * A statistic of the batch, such as the mean that batch normalisation subtracts (Ioffe & Szegedy 2015). When training it is
   * `ofBatch()`, and the step moves `running` a tenth of the way to it; when predicting it is `running`.
   *
   * @param running a parameter, of the shape of the statistic; the optimizer leaves it alone
   */
  readonly statistic: (running: Tensor, ofBatch: () => Tensor) => Tensor;
}

/** The context of prediction: nothing random, nothing dropped, nothing that depends on the batch. */
export const INFERENCE: ForwardContext = { dropout: (x) => x, statistic: (running) => running };
