import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { fusedLstm } from './fused-lstm';
import { kernelForm } from './kernel-form';
import { portableLstm } from './portable-lstm';

/**
 * A layer of long short-term memory, from a state of zeros (Hochreiter & Schmidhuber 1997).
 *
 * Gates in the order input, forget, cell, output, as in Keras; add 1 to the forget bias yourself when you want it.
 *
 * @param x [B, T, I]
 * @param kernel [I + U, 4U]: rows for the input, then for the hidden state
 * @param bias [4U]
 * @returns the hidden states [B, T, U]
 */
export function lstm(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  return kernelForm() === 'fused' ? fusedLstm(x, kernel, bias) : portableLstm(x, kernel, bias);
}
