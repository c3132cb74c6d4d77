import type { InferenceSpec, Predictor } from './predictor';

export function compileInference(_spec: InferenceSpec): Predictor {
  throw new Error('in work');
}
