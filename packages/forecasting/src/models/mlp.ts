import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, relu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import type { ChannelAffine } from '../layers/channel-affine';
import { batchNorm, batchNormParameters } from '../layers/batch-norm';
import { fromRows, groupRows, toRows } from '../layers/channels-first';
import { asStep, flatCovariateCount, flatCovariates } from '../layers/covariates';
import { decompose, Kernel } from '../layers/decompose';
import { dense, denseParameters, parameter } from '../layers/dense';
import { denseAxes, fixed, units } from './anatomy';
import type { Initialiser } from './initialiser';
import type { ModelDefinition, ModelShape } from './model-definition';

const MlpOptions = z
  .object({
    hidden: z.number().int().positive().default(64),
    dropout: z.number().min(0).lt(1).default(0),
    /** Steps of the moving average; 0 = one branch, otherwise one branch for the remainder and one for the trend. */
    decomposition: Kernel,
    /** Batch normalisation of the hidden features of each channel, before the ReLU. */
    batchNorm: z.boolean().default(false),
  })
  .strict();
type MlpOptions = z.infer<typeof MlpOptions>;

/**
 * lookback → hidden → ReLU → horizon, shared by all channels.
 *
 * Covariates go in beside each channel's history, flattened, as in TiDE (Das et al. 2023) without its encoder: their part of the product
 * is the same for all channels of a window, so it is made once.
 *
 * With `decomposition: 25`, `batchNorm` and an affine normalisation it is the two-branch student of TimeDistill (Ni et al. 2025).
 */
export const mlp: ModelDefinition<MlpOptions> = {
  options: MlpOptions,
  readsCovariates: true,
  initialise: (options, shape, random) => ({
    ...branchParameters('map', options, shape, random),
    ...covariateParameters(options, shape, random),
    ...(options.decomposition > 0 && branchParameters('trend', options, shape, random)),
  }),
  anatomy: (options, shape) => ({
    stacks: [],
    last: units('map', options.hidden),
    axes: {
      ...branchAxes('map', options, shape),
      'covariates.kernel': [fixed(flatCovariateCount(shape)), units('map', options.hidden)],
      ...(options.decomposition > 0 && branchAxes('trend', options, shape)),
    },
  }),
  appliesAffine: true,
  lastLayer: () => 'map',
  layers: ({ hidden, decomposition }, { targetCount }) => ({
    map: [targetCount, hidden],
    ...(decomposition > 0 && { trend: [targetCount, hidden] }),
  }),
  forward: (options) => (parameters, inputs, context) => {
    const { past } = inputs;
    const affine: GivenAffine = inputs.affine ?? {};
    const beside = flatCovariates(inputs);
    const channels = past.shape[2] ?? 0;
    const rows = toRows(past);
    const run = (name: string, x: Tensor, given: GivenAffine) =>
      branch(x, given, {
        ...{ name, options, parameters, context, channels },
        beside: name === 'map' ? beside : undefined,
      });
    const shown = (features: Tensor) => groupRows(features, channels);
    if (options.decomposition === 0) {
      const map = run('map', rows, affine);
      return { forecast: fromRows(map.forecast, channels), hidden: { map: shown(map.features) } };
    }
    // A shift is all trend.
    const parts = decompose(rows, options.decomposition);
    const map = run('map', parts.remainder, { gain: affine.gain });
    const trend = run('trend', parts.trend, affine);
    return {
      forecast: fromRows(tf.add(map.forecast, trend.forecast), channels),
      hidden: { map: shown(map.features), trend: shown(trend.features) },
    };
  },
};

function branchParameters(name: string, options: MlpOptions, shape: ModelShape, random: Initialiser): ParameterValues {
  const { hidden, batchNorm: normalised } = options;
  return {
    ...denseParameters(`${name}.in`, shape.lookback, hidden, random),
    ...(normalised && batchNormParameters(name, shape.targetCount, random)),
    ...denseParameters(`${name}.out`, hidden, shape.horizon, random),
  };
}

/** The hidden layer of each branch is its own. */
function branchAxes(name: string, { hidden }: MlpOptions, { lookback, horizon }: ModelShape) {
  const own = units(name, hidden);
  return {
    ...denseAxes(`${name}.in`, fixed(lookback), own),
    ...denseAxes(`${name}.out`, own, fixed(horizon)),
  };
}

/** What of an affine the history of a branch is yet to be given. */
type GivenAffine = { readonly [part in keyof ChannelAffine]?: Tensor | undefined };

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
  /** C. */
  readonly channels: number;
  /** Covariates, [B, X]. */
  readonly beside: Tensor | undefined;
}

/** [B·C, L] → features [B·C, D] and a forecast [B·C, H]. */
function branch(rows: Tensor, affine: GivenAffine, given: Branch): { features: Tensor; forecast: Tensor } {
  const { name, options, parameters, context, channels, beside } = given;
  const mapped = groupRows(tf.matMul(rows, parameter(parameters, `${name}.in.kernel`)), channels);
  const scaled = applyToMapped(mapped, affine, given);
  const sum = beside ? tf.add(scaled, asStep(tf.matMul(beside, parameter(parameters, 'covariates.kernel')))) : scaled;
  const grouped = relu(options.batchNorm ? batchNorm(sum, parameters, name, context) : sum);
  const features = tf.reshape(grouped, [-1, options.hidden]);
  return { features, forecast: dense(context.dropout(features, options.dropout), parameters, `${name}.out`) };
}

/**
 * What W (g · x + s) + b is, from the mapped W x, [B, C, D]: g and s are the affine of the history of each channel.
 *
 * A gain is the same before the map and after it; after it, it needs no gradient of the history.
 */
function applyToMapped(mapped: Tensor, { gain, shift }: GivenAffine, { name, parameters }: Branch): Tensor {
  const column = (x: Tensor) => tf.reshape(x, [-1, 1]);
  const own = (part: string) => parameter(parameters, `${name}.in.${part}`);
  const scaled = gain ? tf.mul(mapped, column(gain)) : mapped;
  return tf.add(scaled, shift ? tf.add(tf.mul(column(shift), tf.sum(own('kernel'), 0)), own('bias')) : own('bias'));
}
