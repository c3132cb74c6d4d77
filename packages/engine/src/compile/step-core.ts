import type { NamedArray, ParameterValues } from '@tsdistill/contracts';
import type { FeedArrays } from './feed-spec';
import type { StepScalars } from './optimizer-spec';

/** What a backend provides so that `compileStep` can make a training step of it. Arrays are checked before. */
export interface StepCore {
  /** `loss`, then the other terms. */
  readonly termNames: readonly string[];
  /** Parameters that have a gradient, and so optimizer slots; the others are running statistics. */
  readonly learnedNames: readonly string[];
  /**
   * One step.
   *
   * @param seed seed of the run and step count
   * @returns loss, gradient norm, the other terms, then half the squared norm of each gradient
   */
  advance(feeds: FeedArrays, scalars: StepScalars, seed: Int32Array): Float32Array;
  /** Copies; `slots` are named `<slot>/<parameter>`. */
  read(kind: 'parameters' | 'slots'): Record<string, NamedArray>;
  assign(parameters: ParameterValues, slots: ParameterValues): void;
  dispose(): void;
}
