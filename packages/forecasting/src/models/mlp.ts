import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { asStep, flatCovariateCount, flatCovariates } from '../layers/covariates';
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
 * Covariates go in beside each channel's history, flattened, as in TiDE (Das et al. 2023) without its encoder: their part of the product
 * is the same for all channels of a window, so it is made once.
 *
 * With `decomposition: 25`, `channelAffine` and an affine normalisation it is the two-branch student of TimeDistill (Ni et
 * al. 2025), whose batch normalisation is replaced by its affine part (docs/decisions/0002).
 */
export const mlp: ModelDefinition<MlpOptions> = {
  options: MlpOptions,
  readsCovariates: true,
  initialise: (options, shape, random) => ({
    ...branchParameters('map', options, shape, random),
    ...covariateParameters(options, shape, random),
    ...(options.decomposition > 0 && branchParameters('trend', options, shape, random)),
  }),
  forward: (options) => (parameters, inputs, context) => {
    const { past } = inputs;
    const beside = flatCovariates(inputs);
    const run = (x: Tensor, name: string) =>
      branch(x, { name, options, parameters, context, beside: name === 'map' ? beside : undefined });
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

/** Their bias is that of `map.in`; like it they are parts of one layer, so they start as small as its inputs are many. */
function covariateParameters({ hidden }: MlpOptions, shape: ModelShape, random: Initialiser): ParameterValues {
  const count = flatCovariateCount(shape);
  return count === 0 ? {} : { 'covariates.kernel': random.uniform([count, hidden], shape.lookback + count) };
}

interface Branch {
  readonly name: string;
  readonly options: MlpOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
  /** Covariates, [B, X]. */
  readonly beside: Tensor | undefined;
}

/** [B, L, C] → [B, H, C] */
function branch(x: Tensor, { name, options, parameters, context, beside }: Branch): Tensor {
  const channels = x.shape[2] ?? 0;
  return perChannel(x, (rows) => {
    const own = dense(rows, parameters, `${name}.in`);
    const features = beside ? addToChannels(own, beside, channels, parameters) : own;
    const scaled = options.channelAffine ? channelAffine(features, channels, parameters, name) : features;
    return dense(context.dropout(tf.relu(scaled), options.dropout), parameters, `${name}.out`);
  });
}

/** Adds what the covariates of its window give to every channel's features: [B·C, D] + [B, X] → [B·C, D]. */
function addToChannels(rows: Tensor, beside: Tensor, channels: number, parameters: Tensors): Tensor {
  const [count = 0, width = 0] = rows.shape;
  const shared = tf.matMul(beside, parameter(parameters, 'covariates.kernel'));
  const grouped = tf.reshape(rows, [count / channels, channels, width]);
  return tf.reshape(tf.add(grouped, asStep(shared)), [count, width]);
}

/** Gain and shift of its channel on the features of each row, [B·C, D]: batch normalisation as it is at prediction. */
function channelAffine(rows: Tensor, channels: number, parameters: Tensors, name: string): Tensor {
  const [count = 0, width = 0] = rows.shape;
  const grouped = tf.reshape(rows, [count / channels, channels, width]);
  const scaled = tf.add(tf.mul(grouped, parameter(parameters, `${name}.gain`)), parameter(parameters, `${name}.shift`));
  return tf.reshape(scaled, [count, width]);
}
