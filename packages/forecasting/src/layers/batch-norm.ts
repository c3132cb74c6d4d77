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
  const variance = statistic(own('variance'), () => channelMean(tf.square(tf.sub(x, mean))));
  return normalise(mean, variance)(x, own('gain'), own('shift'));
}

/**
 * gain · (x − mean) / √(variance + ε) + shift.
 *
 * Its gradient is that of a step, where mean and variance are made of x too; a prediction, where they are not, has another one. Written out it is a
 * third of the passes over x that the gradients of its operations are.
 */
function normalise(mean: Tensor, variance: Tensor) {
  return tf.customGrad((...given) => {
    const [x, gain, shift, save] = given as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
    const rate = tf.rsqrt(tf.add(variance, EPSILON));
    const slope = tf.mul(gain, rate);
    const value = tf.add(tf.mul(x, slope), tf.sub(shift, tf.mul(slope, mean)));
    save([x, slope, rate, mean]);
    return { value, gradFunc: (gradient: Tensor, saved: Tensor[]) => gradientsOf(gradient, saved) };
  });
}

/** Of x, gain and shift. @param saved x [B, C, D]; gain / √(variance + ε), 1 / √(variance + ε) and mean, all [C, 1] */
function gradientsOf(gradient: Tensor, saved: Tensor[]): Tensor[] {
  const [x, slope, rate, mean] = saved as [Tensor, Tensor, Tensor, Tensor];
  const ofShift = channelSum(gradient);
  const ofGain = tf.mul(rate, tf.sub(channelSum(tf.mul(gradient, x)), tf.mul(mean, ofShift)));
  const share = tf.div(slope, x.size / mean.size);
  const ofX = tf.neg(tf.mul(tf.mul(share, rate), ofGain));
  const rest = tf.neg(tf.add(tf.mul(share, ofShift), tf.mul(ofX, mean)));
  return [tf.add(tf.add(tf.mul(gradient, slope), tf.mul(x, ofX)), rest), ofGain, ofShift];
}

/** [B, C, D] → [C, 1]; features first, then windows: ten times as fast as both at once. */
function channelSum(x: Tensor): Tensor {
  return tf.reshape(tf.sum(tf.sum(x, 2), 0), [-1, 1]);
}

/** [B, C, D] → [C, 1]. */
function channelMean(x: Tensor): Tensor {
  const sum = channelSum(x);
  return tf.div(sum, x.size / sum.size);
}
