import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../tf';
import { projectInputs, stackSteps } from './recurrent-steps';

/** `lstm` as small operations, one group for each time step; the first step needs no state. */
export function portableLstm(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  const [inputCount, unitCount] = [x.shape[2] ?? 0, bias.size / 4];
  const hiddenKernel = tf.slice(kernel, [inputCount, 0], [unitCount, 4 * unitCount]);
  const states: Tensor2D[] = [];
  let cell: Tensor | undefined;
  for (const projected of projectInputs(x, kernel, bias)) {
    const hidden = states.at(-1);
    const sums = hidden ? tf.add(projected, tf.matMul(hidden, hiddenKernel)) : projected;
    const [input, forget, candidate, output] = tf.split(sums, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const added = tf.mul(tf.sigmoid(input), tf.tanh(candidate));
    cell = cell ? tf.add(tf.mul(tf.sigmoid(forget), cell), added) : added;
    states.push(tf.mul(tf.sigmoid(output), tf.tanh(cell)));
  }
  return stackSteps(states);
}
