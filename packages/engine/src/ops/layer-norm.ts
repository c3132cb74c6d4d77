import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';

/** Added to the variance; the default of PyTorch. */
const EPSILON = 1e-5;

/**
 * Normalises the last axis to mean 0 and variance 1 (population), then scales and shifts (Ba et al. 2016).
 *
 * @param x [..., D]
 * @param scale [D]
 * @param offset [D]
 */
export function layerNorm(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, EPSILON))), scale), offset);
}
