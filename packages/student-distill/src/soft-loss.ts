import { constant, tf, type Tensor } from '@tsdistill/engine';
import { elementLoss, type PointwiseLoss } from '@tsdistill/forecasting';

/** How a forecast is compared with a soft target. */
export interface SoftLoss {
  readonly kind: PointwiseLoss;
  /** 1 = the forecasts as they are; each further scale halves the steps once more. */
  readonly scales: number;
  /** Weight of each step and channel, [H, C]; absent = 1 everywhere. */
  readonly trust?: Float32Array;
}

/**
 * Multi-scale loss of every window: `1/M Σ_m mean(w_m · ℓ(P^m teacher, P^m student))` over m = 0 … M − 1, [B, H, C] × [B, H, C] → [B].
 *
 * P halves the steps: the mean of each pair along time, an odd last step dropped (Ni et al. 2025, TimeDistill, with M = 4). Weights are
 * pooled like forecasts; the mean divides by the number of elements, not by the weights, so that little trust is a small loss.
 */
export function softLoss({ kind, scales, trust }: SoftLoss, teacher: Tensor, student: Tensor): Tensor {
  const [, , channelCount = 0] = student.shape;
  let [soft, forecast, weights] = [teacher, student, trust];
  let sum = scaleLoss(kind, soft, forecast, weights);
  for (let scale = 1; scale < scales; scale++) {
    [soft, forecast] = [halve(soft), halve(forecast)];
    weights = weights && halveWeights(weights, channelCount);
    sum = tf.add(sum, scaleLoss(kind, soft, forecast, weights));
  }
  return scales === 1 ? sum : tf.div(sum, scales);
}

/** Scales that a horizon has: ⌊log₂ H⌋ poolings and the forecast itself. */
export function mostScales(horizon: number): number {
  return 1 + Math.floor(Math.log2(horizon));
}

function scaleLoss(kind: PointwiseLoss, soft: Tensor, forecast: Tensor, weights: Float32Array | undefined): Tensor {
  const [, steps = 0, channels = 0] = forecast.shape;
  const losses = elementLoss(kind, tf.sub(forecast, soft));
  return tf.mean(weights ? tf.mul(losses, constant(weights, [1, steps, channels])) : losses, [1, 2]);
}

/** Means of pairs along time: [B, H, C] → [B, ⌊H/2⌋, C]. */
function halve(x: Tensor): Tensor {
  const [, steps = 0, channels = 0] = x.shape;
  const pairs = Math.floor(steps / 2);
  const even = tf.slice(x, [0, 0, 0], [-1, 2 * pairs, -1]);
  return tf.mean(tf.reshape(even, [-1, pairs, 2, channels]), 2);
}

/** The same for weights [H, C]. */
function halveWeights(weights: Float32Array, channelCount: number): Float32Array {
  const pairs = Math.floor(weights.length / channelCount / 2);
  return Float32Array.from({ length: pairs * channelCount }, (_, i) => {
    const first = i + Math.floor(i / channelCount) * channelCount;
    return ((weights[first] ?? 0) + (weights[first + channelCount] ?? 0)) / 2;
  });
}
