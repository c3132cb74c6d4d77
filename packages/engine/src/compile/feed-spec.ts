/** Shape and type of one fed array. In `compileInference` the leading size is -1, the batch. */
export interface FeedSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}
/** Feeds by name. */
export type FeedSpecs = Readonly<Record<string, FeedSpec>>;
/** Values of the feeds by name, row-major. */
export type FeedArrays = Readonly<Record<string, Float32Array | Int32Array>>;
