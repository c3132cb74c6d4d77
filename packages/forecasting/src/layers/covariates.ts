import { tf, type Tensor } from '@tsdistill/engine';
import type { CoreInputs, ModelShape } from '../models/model-definition';

/** Numbers that `stepInputs` has for one step: C + P + K + F. */
export function stepInputCount({ targetCount, covariateCount, knownCount, staticCount }: ModelShape): number {
  return targetCount + covariateCount + knownCount + staticCount;
}

/** All that is known of each step of the lookback, static features at every step: [B, L, C + P + K + F]. */
export function stepInputs({ past, covariates, known, static: statics }: CoreInputs): Tensor {
  const [batch = 0, length = 0] = past.shape;
  const parts = [
    past,
    ...(covariates ? [covariates] : []),
    ...(known ? [tf.slice(known, [0, 0, 0], [batch, length, known.shape[2] ?? 0])] : []),
    ...(statics ? [tf.tile(asStep(statics), [1, length, 1])] : []),
  ];
  return parts.length === 1 ? past : tf.concat(parts, 2);
}

/** One row a window as one step of it: [B, X] → [B, 1, X]. */
export function asStep(rows: Tensor): Tensor {
  const [batch = 0, width = 0] = rows.shape;
  return tf.reshape(rows, [batch, 1, width]);
}

/** Known channels of the horizon: [B, L + H, K] → [B, H, K]. */
export function knownAhead(known: Tensor, horizon: number): Tensor {
  const [batch = 0, length = 0, width = 0] = known.shape;
  return tf.slice(known, [0, length - horizon, 0], [batch, horizon, width]);
}

/** Numbers that `flatCovariates` has for one window. */
export function flatCovariateCount({ lookback, horizon, ...counts }: ModelShape): number {
  return lookback * counts.covariateCount + (lookback + horizon) * counts.knownCount + counts.staticCount;
}

/** All covariates of a window side by side, [B, L · P + (L + H) · K + F]; undefined where there are none. */
export function flatCovariates({ covariates, known, static: statics }: CoreInputs): Tensor | undefined {
  const flat = (x: Tensor) => tf.reshape(x, [x.shape[0] ?? 0, (x.shape[1] ?? 0) * (x.shape[2] ?? 0)]);
  const parts = [
    ...(covariates ? [flat(covariates)] : []),
    ...(known ? [flat(known)] : []),
    ...(statics ? [statics] : []),
  ];
  return parts.length < 2 ? parts[0] : tf.concat(parts, 1);
}
