import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { fusedGru } from './fused-gru';
import { kernelForm } from './kernel-form';
import { portableGru } from './portable-gru';

/**
 * A layer of gated recurrent units, from a state of zeros (Cho et al. 2014).
 *
 * The reset gate acts on the state before the product with its weights, as in the paper; PyTorch and the default of
 * Keras apply it after, so their weights do not fit. h = u · h' + (1 - u) · c.
 *
 * @param x [B, T, I]
 * @param kernel [I + U, 3U]: rows for the input, then for the hidden state; columns reset, update, candidate
 * @param bias [3U]
 * @returns the hidden states [B, T, U]
 */
export function gru(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  return kernelForm() === 'fused' ? fusedGru(x, kernel, bias) : portableGru(x, kernel, bias);
}
