import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';

/**
 * An affine map of the last axis.
 *
 * @param x [..., I]
 * @param kernel [I, O]
 * @param bias [O]
 * @returns [..., O]
 */
export function dense(x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  if (x.rank === 2) return tf.add(tf.matMul(x, kernel), bias);
  const [inputCount = 0, outputCount = 0] = kernel.shape;
  const rows = tf.reshape(x, [-1, inputCount]);
  return tf.reshape(tf.add(tf.matMul(rows, kernel), bias), [...x.shape.slice(0, -1), outputCount]);
}
