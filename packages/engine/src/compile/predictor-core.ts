import type { ParameterValues } from '@tsdistill/contracts';
import type { FeedArrays, FeedSpecs } from './feed-spec';

/** What a backend provides so that `compileInference` can make a predictor of it. Arrays are checked before. */
export interface PredictorCore {
  /** @param specs the inputs with their batch size */
  predict(inputs: FeedArrays, specs: FeedSpecs): Record<string, Float32Array>;
  assign(parameters: ParameterValues): void;
  dispose(): void;
}
