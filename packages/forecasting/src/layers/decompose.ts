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
 * Moving average over time and what it leaves, both [R, L]; edges are padded with their own value, so the average
 * has the length of the input (Wu et al. 2021, Autoformer: series decomposition).
 *
 * Pooled with the rows as the channels of one image: several times faster, above all its gradient, than an image a window.
 *
 * @param kernel odd number of steps
 */
export function decompose(rows: Tensor, kernel: number): Decomposition {
  const [count = 0, length = 0] = rows.shape;
  const half = (kernel - 1) / 2;
  const steps = tf.transpose(rows);
  const edge = (step: number) => tf.tile(tf.slice(steps, [step, 0], [1, count]), [half, 1]);
  const padded = tf.concat([edge(0), steps, edge(length - 1)], 0);
  const image = tf.reshape(padded, [1, length + 2 * half, 1, count]) as tf.Tensor4D;
  const trend = tf.transpose(tf.reshape(tf.avgPool(image, [kernel, 1], 1, 'valid'), [length, count]));
  return { trend, remainder: tf.sub(rows, trend) };
}
