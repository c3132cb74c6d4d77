import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../tf';
import { projectInputs, stackSteps } from './recurrent-steps';

/** `gru` as small operations, one group for each time step; the first step needs no state. */
export function portableGru(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  const [inputCount, unitCount] = [x.shape[2] ?? 0, bias.size / 3];
  const gateKernel = tf.slice(kernel, [inputCount, 0], [unitCount, 2 * unitCount]);
  const candidateKernel = tf.slice(kernel, [inputCount, 2 * unitCount], [unitCount, unitCount]);
  const states: Tensor2D[] = [];
  for (const projected of projectInputs(x, kernel, bias)) {
    const [gates, candidate] = tf.split(projected, [2 * unitCount, unitCount], 1) as [Tensor2D, Tensor2D];
    const hidden = states.at(-1);
    states.push(hidden ? nextState(hidden, gates, candidate) : firstState(gates, candidate));
  }
  return stackSteps(states);

  function nextState(hidden: Tensor2D, gates: Tensor2D, candidate: Tensor2D): Tensor2D {
    const [reset, update] = tf.split(tf.sigmoid(tf.add(gates, tf.matMul(hidden, gateKernel))), 2, 1) as [
      Tensor2D,
      Tensor2D,
    ];
    const proposal = tf.tanh(tf.add(candidate, tf.matMul(tf.mul(reset, hidden), candidateKernel)));
    return tf.add(proposal, tf.mul(update, tf.sub(hidden, proposal)));
  }

  /** From a state of zeros: the reset gate has nothing to reset. */
  function firstState(gates: Tensor2D, candidate: Tensor2D): Tensor2D {
    const update = tf.sigmoid(tf.slice(gates, [0, unitCount], [-1, unitCount]));
    return tf.mul(tf.sub(1, update), tf.tanh(candidate));
  }
}
