import { tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { parameter } from './dense';

/** Gain and shift of every channel, both [C]. */
export interface ChannelAffine {
  readonly gain: Tensor;
  readonly shift: Tensor;
}

/** Parameters `affine.gain` and `affine.shift`. */
export function affineOf(parameters: Tensors): ChannelAffine {
  return { gain: parameter(parameters, 'affine.gain'), shift: parameter(parameters, 'affine.shift') };
}

/** gain · x + shift, [..., C]. */
export function applyAffine(x: Tensor, { gain, shift }: ChannelAffine): Tensor {
  return tf.add(tf.mul(x, gain), shift);
}

/** The way back, (x − shift) / gain, [..., C]. */
export function removeAffine(x: Tensor, { gain, shift }: ChannelAffine): Tensor {
  return tf.div(tf.sub(x, shift), gain);
}
