import { PipelineError } from '@tsdistill/contracts';
import { constant, tf, type Tensor } from '@tsdistill/engine';
import { weightedMean } from '@tsdistill/forecasting';
import { z } from 'zod';
import type { Method } from './method';
import { Weight } from './weight';

const MultiPeriodSettings = z
  .object({
    weight: Weight,
    /** Divides the magnitudes: the lower, the more the strongest period alone counts. */
    temperature: z.number().positive().default(0.5),
  })
  .strict();

/** A single frequency has the probability 1 whatever is said. */
const LEAST_HORIZON = 4;
/** Of squared magnitudes: a root has no gradient at 0. */
const EPSILON = 1e-12;

/** The student's forecasts have the periods of the teacher's (Ni et al. 2025, TimeDistill). */
export const multiPeriod: Method<z.output<typeof MultiPeriodSettings>> = {
  settings: MultiPeriodSettings,
  check: (_, { horizon }) => {
    if (horizon < LEAST_HORIZON) throw new PipelineError('PERIODS_TOO_FEW', { horizon, least: LEAST_HORIZON });
  },
  create: ({ weight, temperature }) => ({
    weight,
    loss: ({ forecast, soft, covered, counted }) =>
      weightedMean(tf.mul(multiPeriodLoss(soft, forecast, temperature), covered), counted),
  }),
};

/**
 * KL(Q(teacher) ‖ Q(student)) of every window, summed over frequencies, the mean over channels: [B, H, C] × [B, H, C] → [B].
 *
 * Q(x)[f] = softmax of |rFFT(x)[f]| / temperature over f = 1 … ⌊H/2⌋: the mean of a forecast (f = 0) is the soft term's matter. All in
 * logarithms, so that a probability too small for a float is no NaN. The published code takes the mean over frequencies too.
 */
export function multiPeriodLoss(teacher: Tensor, student: Tensor, temperature: number): Tensor {
  const [, , channels = 0] = student.shape;
  const [soft, own] = [teacher, student].map((x) => tf.logSoftmax(tf.div(magnitudes(x), temperature))) as [
    Tensor,
    Tensor,
  ];
  const divergence = tf.sum(tf.mul(tf.exp(soft), tf.sub(soft, own)), 1);
  return tf.mean(tf.reshape(divergence, [-1, channels]), 1);
}

/** |rFFT| along time without f = 0, [B, H, C] → [B·C, ⌊H/2⌋], as one product with a table. */
function magnitudes(x: Tensor): Tensor {
  const [, horizon = 0] = x.shape;
  const frequencies = Math.floor(horizon / 2);
  const rows = tf.reshape(tf.transpose(x, [0, 2, 1]), [-1, horizon]);
  const parts = tf.matMul(rows, fourierTable(horizon, frequencies));
  const [cosines, sines] = tf.split(tf.square(parts), 2, 1) as [Tensor, Tensor];
  return tf.sqrt(tf.add(tf.add(cosines, sines), EPSILON));
}

/** cos(2πft/H) for f = 1 … F beside the sines, [H, 2F]. */
function fourierTable(horizon: number, frequencies: number): Tensor {
  const values = Float32Array.from({ length: horizon * 2 * frequencies }, (_, i) => {
    const [step, column] = [Math.floor(i / (2 * frequencies)), i % (2 * frequencies)];
    const angle = (2 * Math.PI * step * (1 + (column % frequencies))) / horizon;
    return column < frequencies ? Math.cos(angle) : Math.sin(angle);
  });
  return constant(values, [horizon, 2 * frequencies]);
}
