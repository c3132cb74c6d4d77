import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
/** @param kernel [I+U, 4U]: input, forget, cell, output gate */
export function lstm(_x: Tensor, _kernel: Tensor, _bias: Tensor): Tensor3D {
  throw new Error('in work');
}
