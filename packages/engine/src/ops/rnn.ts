import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../tf';
import { projectInputs, stackSteps } from './recurrent-steps';

/**
 * A simple recurrent layer from a state of zeros (Elman 1990): h = tanh(x · W + h' · U + b).
 *
 * Small operations on every backend: TensorFlow has no kernel for it.
 *
 * @param x [B, T, I]
 * @param kernel [I + U, U]: rows for the input, then for the hidden state
 * @param bias [U]
 * @returns the hidden states [B, T, U]
 */
export function rnn(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  const [inputCount, unitCount] = [x.shape[2] ?? 0, bias.size];
  const hiddenKernel = tf.slice(kernel, [inputCount, 0], [unitCount, unitCount]);
  const states: Tensor2D[] = [];
  for (const projected of projectInputs(x, kernel, bias)) {
    const before = states.at(-1);
    const sums: Tensor2D = before ? tf.add(projected, tf.matMul(before, hiddenKernel)) : projected;
    states.push(tf.tanh(sums));
  }
  return stackSteps(states);
}
