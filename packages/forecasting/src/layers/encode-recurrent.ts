import { tf, type Tensor } from '@tsdistill/engine';
import type { CoreInputs } from '../models/model-definition';

/** past [B, L, C] beside the known channels of the same steps: [B, L, C + K]. */
export function withKnownPast({ past, known }: CoreInputs): Tensor {
  if (!known) return past;
  const [batch = 0, length = 0] = past.shape;
  return tf.concat([past, tf.slice(known, [0, 0, 0], [batch, length, known.shape[2] ?? 0])], 2);
}

/** The last step of a sequence: [B, T, U] → [B, U]. */
export function lastStep(sequence: Tensor): Tensor {
  const [batch = 0, length = 0, width = 0] = sequence.shape;
  return tf.reshape(tf.slice(sequence, [0, length - 1, 0], [batch, 1, width]), [batch, width]);
}
