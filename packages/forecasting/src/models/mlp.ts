import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
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
    const scaled = options.channelAffine ? channelAffine(features, channels, parameters, name) : features;
    return dense(context.dropout(tf.relu(scaled), options.dropout), parameters, `${name}.out`);
  });
}

/** Gain and shift of its channel on the features of each row, [B·C, D]: batch normalisation as it is at prediction. */
function channelAffine(rows: Tensor, channels: number, parameters: Tensors, name: string): Tensor {
  const [count = 0, width = 0] = rows.shape;
  const grouped = tf.reshape(rows, [count / channels, channels, width]);
  const scaled = tf.add(tf.mul(grouped, parameter(parameters, `${name}.gain`)), parameter(parameters, `${name}.shift`));
  return tf.reshape(scaled, [count, width]);
}
