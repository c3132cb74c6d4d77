import { tf, type Tensor } from '@tsdistill/engine';

/** The last step of a sequence: [B, T, U] → [B, U]. */
export function lastStep(sequence: Tensor): Tensor {
  const [batch = 0, length = 0, width = 0] = sequence.shape;
  return tf.reshape(tf.slice(sequence, [0, length - 1, 0], [batch, 1, width]), [batch, width]);
}
