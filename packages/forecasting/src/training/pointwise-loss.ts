import { constant, tf, type Tensor } from '@tsdistill/engine';
import type { PointwiseLoss } from './training-config';

/** Labels of a batch, [B, H, C]; without `observed` all of them count, with it those where it is 1. */
interface Labels {
  readonly truth: Tensor;
  readonly observed: Tensor | undefined;
}

/**
 * Mean loss over the elements that count, each with the weight of its window: Σ w · o · ℓ / Σ w · o; 0 where none counts.
 *
 * @param counted weight of each window, [B]
 */
export function hardTerm(
  kind: PointwiseLoss,
  { truth, observed }: Labels,
  { forecast, counted }: { readonly forecast: Tensor; readonly counted: Tensor },
): Tensor {
  return meanObserved(elementLoss(kind, tf.sub(forecast, truth)), observed, counted);
}

/** Mean of losses [B, H, C] over what is observed, each window with its weight. */
export function meanObserved(losses: Tensor, observed: Tensor | undefined, counted: Tensor): Tensor {
  if (!observed) return weightedMean(tf.mean(losses, [1, 2]), counted);
  const sums = tf.mean(tf.mul(losses, observed), [1, 2]);
  return ratio(tf.sum(tf.mul(sums, counted)), tf.sum(tf.mul(tf.mean(observed, [1, 2]), counted)));
}

/**
 * Pinball loss of every element, the mean over levels (Koenker & Bassett 1978): τ·d where the truth is d above the quantile, (1 − τ)·|d| where
 * it is below.
 *
 * @param quantiles [B, Q, H, C] @param target of all levels, [B, 1, H, C], or of each, [B, Q, H, C] @returns [B, H, C]
 */
export function pinballLoss(levels: readonly number[], target: Tensor, quantiles: Tensor): Tensor {
  const difference = tf.sub(target, quantiles);
  const slopes = constant(levels, [1, levels.length, 1, 1]);
  return tf.mean(tf.maximum(tf.mul(difference, slopes), tf.mul(difference, tf.sub(slopes, 1))), 1);
}

/** Loss of every element. Huber 1964: quadratic up to δ, linear beyond, here d²/2 and δ(|d| − δ/2). */
export function elementLoss(kind: PointwiseLoss, difference: Tensor): Tensor {
  if (kind === 'mse') return tf.square(difference);
  const size = tf.abs(difference);
  if (kind === 'mae') return size;
  const inner = tf.minimum(size, kind.huber);
  return tf.mul(inner, tf.sub(size, tf.mul(inner, 0.5)));
}

/** Mean over the windows: Σ weight · loss / Σ weight, [B] × [B] → scalar; 0 where none has a weight. */
export function weightedMean(losses: Tensor, weights: Tensor): Tensor {
  return ratio(tf.sum(tf.mul(losses, weights)), tf.sum(weights));
}

/** A sum over the sum of its weights; where that is 0 so is the other. */
function ratio(sum: Tensor, weight: Tensor): Tensor {
  return tf.div(sum, tf.add(weight, tf.cast(tf.equal(weight, 0), 'float32')));
}

/** The same outside tensors, for many batches: loss summed over elements that count, and their number. */
export interface LossSum {
  readonly sum: number;
  readonly count: number;
}

/** The loss of one batch of arrays, summed. @param observed 1 = counts, 0 = not; absent where all do @param size elements compared */
export function lossSum(
  kind: PointwiseLoss,
  { truth, observed }: { readonly truth: Float32Array; readonly observed?: Float32Array | undefined },
  forecast: Float32Array,
  size: number,
): LossSum {
  let [sum, count] = [0, 0];
  for (let i = 0; i < size; i++) {
    if (observed?.[i] === 0) continue;
    const error = Math.abs((forecast[i] ?? 0) - (truth[i] ?? 0));
    sum += kind === 'mse' ? error * error : kind === 'mae' ? error : huber(error, kind.huber);
    count += 1;
  }
  return { sum, count };
}

/** The same of quantiles, [count, Q, H, C] beside a truth [count, H, C]: the mean over levels at each element. */
export function pinballSum(
  levels: readonly number[],
  { truth, observed }: Parameters<typeof lossSum>[1],
  quantiles: Float32Array,
  [count, size]: readonly [count: number, size: number],
): LossSum {
  let [sum, elements] = [0, 0];
  for (let i = 0; i < count * size; i++) {
    if (observed?.[i] === 0) continue;
    const first = Math.floor(i / size) * levels.length * size + (i % size);
    levels.forEach((level, q) => {
      const difference = (truth[i] ?? 0) - (quantiles[first + q * size] ?? 0);
      sum += Math.max(level * difference, (level - 1) * difference) / levels.length;
    });
    elements += 1;
  }
  return { sum, count: elements };
}

function huber(size: number, delta: number): number {
  const inner = Math.min(size, delta);
  return inner * (size - inner / 2);
}
