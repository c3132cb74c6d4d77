import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Initialiser } from '../models/initialiser';
import { parameter } from './dense';

/** Added to the variance; the default of PyTorch. */
const EPSILON = 1e-5;

/** Parameters `<name>.gain` and `<name>.shift`, and the running statistics `<name>.mean` and `<name>.variance`, all [C, 1]. */
export function batchNormParameters(name: string, channels: number, random: Initialiser): ParameterValues {
  const each = (value: number) => random.constant([channels, 1], value);
  return {
    [`${name}.gain`]: each(1),
    [`${name}.shift`]: each(0),
    [`${name}.mean`]: each(0),
    [`${name}.variance`]: each(1),
  };
}

/**
 * Batch normalisation of each channel (Ioffe & Szegedy 2015), over the windows of the batch and the features: [B, C, D] → [B, C, D].
 *
 * The variance is that of the population, and so is the running one.
 */
export function batchNorm(x: Tensor, parameters: Tensors, name: string, { statistic }: ForwardContext): Tensor {
  const own = (part: string) => parameter(parameters, `${name}.${part}`);
  const mean = statistic(own('mean'), () => channelMean(x));
  const centred = tf.sub(x, mean);
  const variance = statistic(own('variance'), () => channelMean(tf.square(centred)));
  const gain = tf.mul(own('gain'), tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(centred, gain), own('shift'));
}

/** [B, C, D] → [C, 1]. */
function channelMean(x: Tensor): Tensor {
  return tf.reshape(tf.mean(x, [0, 2]), [-1, 1]);
}
