import { tf, type Tensor } from '@tsdistill/engine';
import { z } from 'zod';

/** Setting of a model: steps of the moving average, odd so that it has a middle; 0 = no split. */
export const Kernel = z
  .number()
  .int()
  .nonnegative()
  .refine((steps) => steps === 0 || steps % 2 === 1, 'must be odd, or 0 for no decomposition')
  .default(0);

/** A history split in two that add up to it. */
export interface Decomposition {
  readonly trend: Tensor;
  readonly remainder: Tensor;
}

/**
 * Moving average over time and what it leaves, both [B, L, C]; edges are padded with their own value, so the average
 * has the length of the input (Wu et al. 2021, Autoformer: series decomposition).
 *
 * @param kernel odd number of steps
 */
export function decompose(x: Tensor, kernel: number): Decomposition {
  const [batch = 0, length = 0, channels = 0] = x.shape;
  const half = (kernel - 1) / 2;
  const edge = (row: number) => tf.tile(tf.slice(x, [0, row, 0], [batch, 1, channels]), [1, half, 1]);
  const padded = tf.concat([edge(0), x, edge(length - 1)], 1);
  const image = tf.reshape(padded, [batch, length + 2 * half, 1, channels]) as tf.Tensor4D;
  const trend = tf.reshape(tf.avgPool(image, [kernel, 1], 1, 'valid'), [batch, length, channels]);
  return { trend, remainder: tf.sub(x, trend) };
}
