import { constant, tf, type Tensor } from '@tsdistill/engine';
import { elementLoss, weightedMean } from '@tsdistill/forecasting';
import { z } from 'zod';
import type { Method, TermInputs } from './method';
import { Weight } from './weight';

const RelationalSettings = z.discriminatedUnion('agree', [
  z.object({ agree: z.literal('distances'), weight: Weight }).strict(),
  z
    .object({
      agree: z.literal('neighbours'),
      weight: Weight,
      /** Divides the distances, of which the mean is 1: the lower, the more the nearest window alone counts. */
      temperature: z.number().positive().default(0.1),
    })
    .strict(),
]);
type RelationalSettings = z.output<typeof RelationalSettings>;

/** Of squared distances: rounding may leave less than 0, and a root has no gradient there. */
const EPSILON = 1e-6;
/** Where the Huber loss of distances turns linear (Park et al. 2019). */
const DELTA = { huber: 1 };
/** Added to the logarithm of what must have no probability. */
const NEVER = -1e9;

/**
 * Windows of a batch that are far apart, or near, for the teacher are so for the student.
 *
 * `distances`: Huber loss between the distances of all pairs, each divided by its batch's mean (Park et al. 2019, RKD-D). `neighbours`: KL
 * between the chances that a window's neighbour is each other one, a softmax of −distance / temperature (Hinton & Roweis 2002,
 * SNE; Passalis & Tefas 2018 distil by them). Both compare whole forecasts, and need no weights of their own.
 */
export const relational: Method<RelationalSettings> = {
  settings: RelationalSettings,
  create: (settings) => ({ weight: settings.weight, loss: (inputs) => relationalLoss(settings, inputs) }),
};

/** A window without soft targets has no pair. */
export function relationalLoss(
  settings: RelationalSettings,
  { forecast, soft, covered, counted }: Pick<TermInputs, 'forecast' | 'soft' | 'covered' | 'counted'>,
): Tensor {
  const weight = tf.mul(covered, counted);
  const pairs = pairWeights(weight);
  const [told, own] = [relations(soft, pairs), relations(forecast, pairs)];
  if (settings.agree === 'distances') return pairMean(elementLoss(DELTA, tf.sub(own, told)), pairs);
  const [chances, ownChances] = [told, own].map((distances) => neighbours(distances, pairs, settings.temperature)) as [
    Tensor,
    Tensor,
  ];
  const divergence = tf.sum(tf.mul(tf.exp(chances), tf.sub(chances, ownChances)), 1);
  return weightedMean(divergence, weight);
}

/** Weight of every pair of different windows, the product of theirs: [B] → [B, B]. */
function pairWeights(weight: Tensor): Tensor {
  const [batch = 0] = weight.shape;
  const others = Float32Array.from({ length: batch * batch }, (_, i) => (i % (batch + 1) === 0 ? 0 : 1));
  const products = tf.mul(tf.reshape(weight, [batch, 1]), tf.reshape(weight, [1, batch]));
  return tf.mul(products, constant(others, [batch, batch]));
}

/** Euclidean distances of all pairs over their mean, [B, H, C] → [B, B]. */
function relations(x: Tensor, pairs: Tensor): Tensor {
  const [batch = 0] = x.shape;
  const rows = tf.reshape(x, [batch, -1]);
  const squares = tf.sum(tf.square(rows), 1, true);
  const both = tf.add(squares, tf.transpose(squares));
  const squared = tf.sub(both, tf.mul(tf.matMul(rows, rows, false, true), 2));
  const distances = tf.sqrt(tf.maximum(squared, EPSILON));
  return tf.div(distances, tf.maximum(pairMean(distances, pairs), EPSILON));
}

/** Mean over pairs; 0 where there is none. */
function pairMean(values: Tensor, pairs: Tensor): Tensor {
  return weightedMean(tf.reshape(values, [-1]), tf.reshape(pairs, [-1]));
}

/** Logarithms of the chances that each other window is the neighbour, row by row, [B, B] → [B, B]. */
function neighbours(distances: Tensor, pairs: Tensor, temperature: number): Tensor {
  const isPair = tf.cast(tf.greater(pairs, 0), 'float32');
  const nearness = tf.mul(tf.div(distances, -temperature), isPair);
  return tf.logSoftmax(tf.add(nearness, tf.mul(tf.sub(1, isPair), NEVER)));
}
