import type { ParameterValues } from '@tsdistill/contracts';
import { tf, type Tensor, type Tensors } from '@tsdistill/engine';
import type { Initialiser } from '../models/initialiser';
import type { ModelShape } from '../models/model-definition';
import { knownAhead } from './covariates';
import { dense, denseParameters, parameter } from './dense';

/** Parameters `head` and, where there are known channels, `ahead.kernel` [K, C]. */
export function horizonHeadParameters(width: number, shape: ModelShape, random: Initialiser): ParameterValues {
  const { horizon, targetCount, knownCount } = shape;
  return {
    ...denseParameters('head', width, horizon * targetCount, random),
    ...(knownCount > 0 && { 'ahead.kernel': random.uniform([knownCount, targetCount], knownCount) }),
  };
}

/**
 * Maps one state [B, U] to the whole horizon at once, [B, H, C].
 *
 * Known channels [B, L + H, K] of the horizon have one linear map to the targets, the same at every step.
 */
export function forecastHorizon(
  state: Tensor,
  known: Tensor | undefined,
  { horizon, targetCount }: ModelShape,
  parameters: Tensors,
): Tensor {
  const forecast = tf.reshape(dense(state, parameters, 'head'), [-1, horizon, targetCount]);
  if (!known) return forecast;
  const kernel = parameter(parameters, 'ahead.kernel');
  const rows = tf.reshape(knownAhead(known, horizon), [-1, kernel.shape[0] ?? 0]);
  return tf.add(forecast, tf.reshape(tf.matMul(rows, kernel), [-1, horizon, targetCount]));
}
