import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
/** @param kernel [I+U, 3U]: reset, update, candidate */
export function gru(_x: Tensor, _kernel: Tensor, _bias: Tensor): Tensor3D {
  throw new Error('in work');
}
