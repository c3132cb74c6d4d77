import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../tf';

/** x · kernel[:I] + bias for all steps at once. @returns [B, gates] for each step of x [B, T, I] */
export function projectInputs(x: Tensor, kernel: Tensor, bias: Tensor): Tensor2D[] {
  const [, stepCount = 0, inputCount = 0] = x.shape;
  const gateCount = bias.size;
  const rows = tf.reshape(tf.transpose(x, [1, 0, 2]), [-1, inputCount]);
  const projected = tf.add(tf.matMul(rows, tf.slice(kernel, [0, 0], [inputCount, gateCount])), bias);
  return tf.unstack(tf.reshape(projected, [stepCount, x.shape[0] ?? 0, gateCount])) as Tensor2D[];
}

/** [B, U] of each step → [B, T, U]. */
export function stackSteps(states: Tensor2D[]): Tensor3D {
  return tf.stack(states, 1) as Tensor3D;
}
