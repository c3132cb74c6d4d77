import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';
import { dense } from './dense';

/**
 * One step of `gru` with the same weights, from given states; input and state may have other leading axes where they broadcast.
 *
 * Many inputs may so follow one state, or one input many states, without a copy of either.
 *
 * @param x [..., I]
 * @param hidden [..., U]
 * @returns the next states [..., U] in the broadcast shape
 */
export function gruStep(x: Tensor, hidden: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  const [inputCount, unitCount] = [x.shape.at(-1) ?? 0, bias.size / 3];
  const rows = (from: number, count: number, column: number, width: number) =>
    tf.slice(kernel, [from, column], [count, width]);
  const ofInput = dense(x, rows(0, inputCount, 0, 3 * unitCount), bias);
  const part = (tensor: Tensor, from: number, width: number) =>
    tf.slice(tensor, [...tensor.shape.slice(1).map(() => 0), from], [...tensor.shape.slice(0, -1), width]);
  const ofState = product(hidden, rows(inputCount, unitCount, 0, 2 * unitCount));
  const gates = tf.sigmoid(tf.add(part(ofInput, 0, 2 * unitCount), ofState));
  const [reset, update] = [part(gates, 0, unitCount), part(gates, unitCount, unitCount)];
  const recalled = product(tf.mul(reset, hidden), rows(inputCount, unitCount, 2 * unitCount, unitCount));
  const proposal = tf.tanh(tf.add(part(ofInput, 2 * unitCount, unitCount), recalled));
  return tf.add(proposal, tf.mul(update, tf.sub(hidden, proposal)));
}

/** x · kernel over the last axis: [..., I] → [..., O]. */
function product(x: Tensor, kernel: Tensor): Tensor {
  const [inputCount = 0, outputCount = 0] = kernel.shape;
  const flat = tf.matMul(tf.reshape(x, [-1, inputCount]), kernel);
  return tf.reshape(flat, [...x.shape.slice(0, -1), outputCount]);
}
