import type { ParameterValues } from '@tsdistill/contracts';
import { tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { dense, denseParameters } from '../layers/dense';
import type { Initialiser } from './initialiser';
import type { ModelShape } from './model-definition';

/** Level of the forecast itself. */
export const MEDIAN = 0.5;
/** Name of the output beside `forecast`, and of the head's parameters. */
export const QUANTILES = 'quantiles';

/** The head reads one hidden layer: features [C, D] of each channel, or [D] of the window. */
export function headParameters(
  levels: readonly number[],
  layer: readonly number[],
  shape: ModelShape,
  random: Initialiser,
): ParameterValues {
  return denseParameters(QUANTILES, layer.at(-1) ?? 0, headOutputs(levels, layer, shape), random);
}

/** Numbers that the head makes of features: one gap a level but the median, step of the horizon and, where the layer is the window's, channel. */
export function headOutputs(
  levels: readonly number[],
  layer: readonly number[],
  { horizon, targetCount }: ModelShape,
): number {
  return (levels.length - 1) * horizon * (layer.length > 1 ? 1 : targetCount);
}

/**
 * Quantiles around the median, [B, Q, H, C], in ascending order whatever the parameters: each is its inner neighbour plus (above the median)
 * or minus (below it) a gap, and gaps are softplus of a linear map of the last hidden layer, so they are never negative (the increments of
 * Park et al. 2022, against quantiles that cross).
 *
 * @param median [B, H, C]
 * @param spread what gaps are multiplied by, [B, 1, C]; absent = 1
 */
export function quantilesAround(
  levels: readonly number[],
  { median, hidden, spread }: { readonly median: Tensor; readonly hidden: Tensor; readonly spread: Tensor | undefined },
  parameters: Tensors,
): Tensor {
  const gaps = gapsOf(levels.length - 1, hidden, median, parameters);
  const scaled = gaps.map((gap) => (spread ? tf.mul(gap, spread) : gap));
  const middle = levels.indexOf(MEDIAN);
  const walk = (own: readonly Tensor[], step: (from: Tensor, gap: Tensor) => Tensor) => {
    let last = median;
    return own.map((gap) => (last = step(last, gap)));
  };
  const below = walk(scaled.slice(0, middle).reverse(), tf.sub).reverse();
  const above = walk(scaled.slice(middle), tf.add);
  return tf.stack([...below, median, ...above], 1);
}

/** One gap [B, H, C] for each level but the median. */
function gapsOf(count: number, hidden: Tensor, median: Tensor, parameters: Tensors): Tensor[] {
  const [, horizon = 0, channels = 0] = median.shape;
  const raw = tf.softplus(dense(hidden, parameters, QUANTILES));
  const isPerChannel = hidden.rank > 2;
  const steps = tf.reshape(raw, isPerChannel ? [-1, channels, count * horizon] : [-1, count * horizon, channels]);
  return tf.split(isPerChannel ? tf.transpose(steps, [0, 2, 1]) : steps, count, 1);
}
