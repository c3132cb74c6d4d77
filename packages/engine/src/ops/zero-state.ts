import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import { tf } from '../tf';

/** Zeros [B, U] for x [T, B, I] that take their batch from x: `tf.zeros` would fix it in the graph. */
export function zeroState(x: Tensor, unitCount: number): Tensor2D {
  const [, batch = 0, inputCount = 0] = x.shape;
  const first = tf.reshape(tf.slice(x, [0, 0, 0], [1, batch, inputCount]), [batch, inputCount]);
  return tf.matMul(first, tf.zeros([inputCount, unitCount]));
}
