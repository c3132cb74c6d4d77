import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, relu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import type { ChannelAffine } from '../layers/channel-affine';
import { perChannel } from '../layers/channels-first';
import { decompose, Kernel } from '../layers/decompose';
import { dense, denseParameters, parameter } from '../layers/dense';
import type { Initialiser } from './initialiser';
import type { ModelDefinition, ModelShape } from './model-definition';

const MlpOptions = z
  .object({
    hidden: z.number().int().positive().default(64),
    dropout: z.number().min(0).lt(1).default(0),
    /** Steps of the moving average; 0 = one branch, otherwise one branch for the remainder and one for the trend. */
    decomposition: Kernel,
    /** Gives the hidden features of each channel their own gain and shift. */
    channelAffine: z.boolean().default(false),
  })
  .strict();
type MlpOptions = z.infer<typeof MlpOptions>;

/**
 * lookback → hidden → ReLU → horizon, shared by all channels.
 *
 * With `decomposition: 25`, `channelAffine` and an affine normalisation it is the two-branch student of TimeDistill (Ni et
 * al. 2025), whose batch normalisation is replaced by its affine part (docs/decisions/0002).
 */
export const mlp: ModelDefinition<MlpOptions> = {
  options: MlpOptions,
  readsKnown: false,
  initialise: (options, shape, random) => ({
    ...branchParameters('map', options, shape, random),
    ...(options.decomposition > 0 && branchParameters('trend', options, shape, random)),
  }),
  appliesAffine: true,
  forward:
    (options) =>
    (parameters, { past, affine = {} }, context) => {
      const forecast = perChannel(past, (rows) => {
        const run = (name: string, x: Tensor, given: GivenAffine) =>
          branch(x, given, { name, options, parameters, context });
        if (options.decomposition === 0) return run('map', rows, affine);
        // A shift is all trend.
        const { trend, remainder } = decompose(rows, options.decomposition);
        return tf.add(run('map', remainder, { gain: affine.gain }), run('trend', trend, affine));
      });
      return { forecast };
    },
};

function branchParameters(name: string, options: MlpOptions, shape: ModelShape, random: Initialiser): ParameterValues {
  const { hidden, channelAffine } = options;
  return {
    ...denseParameters(`${name}.in`, shape.lookback, hidden, random),
    ...(channelAffine && {
      [`${name}.gain`]: random.constant([shape.targetCount, 1], 1),
      [`${name}.shift`]: random.constant([shape.targetCount, 1], 0),
    }),
    ...denseParameters(`${name}.out`, hidden, shape.horizon, random),
  };
}

/** What of an affine the history of a branch is yet to be given. */
type GivenAffine = { readonly [part in keyof ChannelAffine]?: Tensor | undefined };

interface Branch {
  readonly name: string;
  readonly options: MlpOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** [B·C, L] → [B·C, H] */
function branch(rows: Tensor, affine: GivenAffine, given: Branch): Tensor {
  const { name, options, parameters, context } = given;
  const mapped = tf.matMul(rows, parameter(parameters, `${name}.in.kernel`));
  const features = relu(scalePerChannel(mapped, featureAffine(affine, given)));
  return dense(context.dropout(features, options.dropout), parameters, `${name}.out`);
}

/**
 * Gain and shift of the mapped rows W x, so that they become `G · (W (g · x + s) + b) + S`: g and s are the affine of the history, G and S
 * that of a channel's features, which is batch normalisation as it is at prediction.
 *
 * A gain is the same before the map and after it; after it, it needs no gradient of the history.
 */
function featureAffine({ gain, shift }: GivenAffine, { name, options, parameters }: Branch) {
  const column = (x: Tensor) => tf.reshape(x, [-1, 1]);
  const own = (role: string) => parameter(parameters, `${name}.${role}`);
  const inner = {
    ...(gain && { gain: column(gain) }),
    shift: shift ? tf.add(tf.mul(column(shift), tf.sum(own('in.kernel'), 0)), own('in.bias')) : own('in.bias'),
  };
  if (!options.channelAffine) return inner;
  return {
    gain: inner.gain ? tf.mul(own('gain'), inner.gain) : own('gain'),
    shift: tf.add(tf.mul(own('gain'), inner.shift), own('shift')),
  };
}

/** gain [C, 1] and shift [C, D] of its channel on each row, [B·C, D]; without a gain, one shift [D] on every row. */
function scalePerChannel(rows: Tensor, { gain, shift }: { readonly gain?: Tensor; readonly shift: Tensor }): Tensor {
  if (!gain) return tf.add(rows, shift);
  const [count = 0, width = 0] = rows.shape;
  const [channels = 0] = gain.shape;
  const grouped = tf.reshape(rows, [count / channels, channels, width]);
  return tf.reshape(tf.add(tf.mul(grouped, gain), shift), [count, width]);
}
