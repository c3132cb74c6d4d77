import { constant, relu, tf, type Tensor } from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { dense, denseParameters, parameter } from '../layers/dense';
import { denseAxes, fixed, units } from './anatomy';
import type { ModelDefinition, ModelShape } from './model-definition';

const CycleNetOptions = z
  .object({
    /** Steps of the cycle: 24 for days of hours; at most a day of minutes, since a one-hot code is made of it. */
    period: z.number().int().min(2).max(1440),
    /** Units of the hidden layer; 0 = one linear map. */
    hidden: z.number().int().nonnegative().default(0),
  })
  .strict();

/**
 * A learned cycle is taken off the history and put under the forecast of what remains (Lin et al. 2024, CycleNet).
 *
 * The cycle [period, C] starts at zero; linear or lookback → hidden → ReLU → horizon on the remainder is shared by all
 * channels. As published with `normalisation: "revin"`.
 */
export const cyclenet: ModelDefinition<z.infer<typeof CycleNetOptions>> = {
  options: CycleNetOptions,
  readsCovariates: false,
  cycleOf: ({ period }) => period,
  initialise: ({ period, hidden }, { lookback, horizon, targetCount }, random) => ({
    cycle: random.constant([period, targetCount], 0),
    ...(hidden === 0
      ? denseParameters('map', lookback, horizon, random)
      : { ...denseParameters('in', lookback, hidden, random), ...denseParameters('out', hidden, horizon, random) }),
  }),
  anatomy: ({ hidden }, { lookback, horizon }) => ({
    stacks: [],
    axes: {
      ...denseAxes('in', fixed(lookback), units('hidden', hidden)),
      ...denseAxes('out', units('hidden', hidden), fixed(horizon)),
    },
  }),
  forward:
    ({ hidden }, shape) =>
    (parameters, { past, phase }) => {
      if (!phase) throw new RangeError('cyclenet is fed no phase');
      const [batch = 0, lookback = 0, channels = 0] = past.shape;
      const rows = cycleRows(parameter(parameters, 'cycle'), phase, shape);
      const remainder = tf.sub(past, tf.slice(rows, [0, 0, 0], [batch, lookback, channels]));
      const forecast = perChannel(remainder, (history) =>
        hidden === 0
          ? dense(history, parameters, 'map')
          : dense(relu(dense(history, parameters, 'in')), parameters, 'out'),
      );
      const ahead = tf.slice(rows, [0, lookback, 0], [batch, shape.horizon, channels]);
      return { forecast: tf.add(forecast, ahead) };
    },
};

/**
 * The cycle [P, C] over lookback and horizon of each window: [B, L + H, C].
 *
 * A gather, written as a one-hot product for its plain gradient; one period is made and repeated.
 *
 * @param phase place of row L in the cycle, [B], 0 … P − 1
 */
function cycleRows(cycle: Tensor, phase: Tensor, { lookback, horizon }: ModelShape): Tensor {
  const [batch = 0] = phase.shape;
  const [period = 0, channels = 0] = cycle.shape;
  const [length, made] = [lookback + horizon, Math.min(period, lookback + horizon)];
  const first = period - (lookback % period);
  const steps = constant(
    Array.from({ length: made }, (_, row) => (first + row) % period),
    [1, made],
  );
  const sum = tf.add(tf.reshape(phase, [batch, 1]), steps);
  const place = tf.sub(sum, tf.mul(tf.cast(tf.greaterEqual(sum, period), 'float32'), period));
  const places = constant([...Array(period).keys()], [1, period]);
  const code = tf.cast(tf.equal(tf.reshape(place, [batch * made, 1]), places), 'float32');
  const rows = tf.matMul(code as tf.Tensor2D, cycle as tf.Tensor2D);
  if (made === length) return tf.reshape(rows, [batch, made, channels]);
  const repeats = Math.ceil(length / made);
  const repeated = tf.broadcastTo(tf.reshape(rows, [batch, 1, made * channels]), [batch, repeats, made * channels]);
  return tf.slice(tf.reshape(repeated, [batch, repeats * made, channels]), [0, 0, 0], [batch, length, channels]);
}
