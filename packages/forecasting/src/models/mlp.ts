import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { decompose } from '../layers/decompose';
import { dense, denseParameters, parameter } from '../layers/dense';
import type { Initialiser } from './initialiser';
import type { ModelDefinition, ModelShape } from './model-definition';

const MlpOptions = z
  .object({
    hidden: z.number().int().positive().default(64),
    dropout: z.number().min(0).lt(1).default(0),
    /** Steps of the moving average; 0 = one branch, otherwise one branch for the remainder and one for the trend. */
    decomposition: z.number().int().nonnegative().default(0),
    /** Normalises the hidden features of every channel and gives each channel its own gain and shift. */
    channelNorm: z.boolean().default(false),
  })
  .strict();
type MlpOptions = z.infer<typeof MlpOptions>;

/**
 * lookback → hidden → ReLU → horizon, shared by all channels.
 *
 * With `decomposition: 25`, `channelNorm` and an affine normalisation it is the two-branch student of TimeDistill (Ni et
 * al. 2025), whose batch normalisation is replaced by a normalisation over the hidden features (docs/decisions).
 */
export const mlp: ModelDefinition<MlpOptions> = {
  options: MlpOptions,
  readsKnown: false,
  initialise: (options, shape, random) => ({
    ...branchParameters('map', options, shape, random),
    ...(options.decomposition > 0 && branchParameters('trend', options, shape, random)),
  }),
  forward:
    (options) =>
    (parameters, { past }, context) => {
      const run = (x: Tensor, name: string) => branch(x, { name, options, parameters, context });
      if (options.decomposition === 0) return { forecast: run(past, 'map') };
      const { trend, remainder } = decompose(past, options.decomposition);
      return { forecast: tf.add(run(remainder, 'map'), run(trend, 'trend')) };
    },
};

function branchParameters(name: string, options: MlpOptions, shape: ModelShape, random: Initialiser): ParameterValues {
  const { hidden, channelNorm } = options;
  return {
    ...denseParameters(`${name}.in`, shape.lookback, hidden, random),
    ...(channelNorm && {
      [`${name}.gain`]: random.constant([shape.targetCount, 1], 1),
      [`${name}.shift`]: random.constant([shape.targetCount, 1], 0),
    }),
    ...denseParameters(`${name}.out`, hidden, shape.horizon, random),
  };
}

interface Branch {
  readonly name: string;
  readonly options: MlpOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** [B, L, C] → [B, H, C] */
function branch(x: Tensor, { name, options, parameters, context }: Branch): Tensor {
  const channels = x.shape[2] ?? 0;
  return perChannel(x, (rows) => {
    const features = dense(rows, parameters, `${name}.in`);
    const normed = options.channelNorm ? channelNorm(features, channels, parameters, name) : features;
    return dense(context.dropout(tf.relu(normed), options.dropout), parameters, `${name}.out`);
  });
}

/** Zero mean and unit variance over the features of each row, then gain and shift of its channel: [B·C, D]. */
function channelNorm(rows: Tensor, channels: number, parameters: Tensors, name: string): Tensor {
  const [count = 0, width = 0] = rows.shape;
  const centred = tf.sub(rows, tf.mean(rows, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normed = tf.reshape(tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5))), [count / channels, channels, width]);
  const scaled = tf.add(tf.mul(normed, parameter(parameters, `${name}.gain`)), parameter(parameters, `${name}.shift`));
  return tf.reshape(scaled, [count, width]);
}
