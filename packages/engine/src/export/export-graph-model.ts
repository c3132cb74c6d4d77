import type { InferenceSpec } from '../compile/predictor';

export interface GraphModelSpec extends InferenceSpec {
  /** Written as `userDefinedMetadata`; plain JSON. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

export function exportGraphModel(_spec: GraphModelSpec, _folder: string): void {
  throw new Error('in work');
}
