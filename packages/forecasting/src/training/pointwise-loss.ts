import { tf, type Tensor } from '@tsdistill/engine';
import type { PointwiseLoss } from './training-config';

/** Loss of every window: mean over steps and channels, [B, H, C] × [B, H, C] → [B]. */
export function windowLoss(kind: PointwiseLoss, truth: Tensor, forecast: Tensor): Tensor {
  return tf.mean(elementLoss(kind, tf.sub(forecast, truth)), [1, 2]);
}

/** Loss of every element. Huber 1964: quadratic up to δ, linear beyond, here d²/2 and δ(|d| − δ/2). */
export function elementLoss(kind: PointwiseLoss, difference: Tensor): Tensor {
  if (kind === 'mse') return tf.square(difference);
  const size = tf.abs(difference);
  if (kind === 'mae') return size;
  const inner = tf.minimum(size, kind.huber);
  return tf.mul(inner, tf.sub(size, tf.mul(inner, 0.5)));
}

/** Mean over the windows that count: Σ weight · loss / Σ weight, [B] × [B] → scalar. */
export function weightedMean(losses: Tensor, weights: Tensor): Tensor {
  return tf.div(tf.sum(tf.mul(losses, weights)), tf.sum(weights));
}

/** The same loss outside tensors, for validation over many batches: summed over `count` elements. */
export function lossSum(kind: PointwiseLoss, truth: Float32Array, forecast: Float32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const size = Math.abs((forecast[i] ?? 0) - (truth[i] ?? 0));
    sum += kind === 'mse' ? size * size : kind === 'mae' ? size : huber(size, kind.huber);
  }
  return sum;
}

function huber(size: number, delta: number): number {
  const inner = Math.min(size, delta);
  return inner * (size - inner / 2);
}
