import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';

/** x · Φ(x) with the exact normal distribution function: x / 2 · (1 + erf(x / √2)) (Hendrycks & Gimpel 2016). */
export function gelu(x: Tensor): Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
