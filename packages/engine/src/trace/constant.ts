import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';

const declared = new WeakSet<object>();

/**
 * A table that belongs to the model (calendar features, one-hot codes, weights of a loss): it becomes a constant of the
 * graph. Call it inside the traced function; any other array made there is an error, since it may be random.
 *
 * @param values copied; an Int32Array gives int32, everything else float32
 */
export function constant(values: readonly number[] | Float32Array | Int32Array, shape: readonly number[]): Tensor {
  const copy = values instanceof Int32Array ? Int32Array.from(values) : Float32Array.from(values);
  declared.add(copy);
  return tf.tensor(copy, [...shape], copy instanceof Int32Array ? 'int32' : 'float32');
}

/** Whether `values` came from `constant`. */
export function isDeclared(values: object): boolean {
  return declared.has(values);
}
