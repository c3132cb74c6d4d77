import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, relu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { asStep, flatCovariates, knownAhead } from '../layers/covariates';
import { dense, denseParameters } from '../layers/dense';
import { norm, normParameters } from '../layers/norm';
import { type Anatomy, type Axis, denseAxes, fixed, normAxes, repeated, lengthOf, units } from './anatomy';
import type { Initialiser } from './initialiser';
import type { CoreInputs, ModelDefinition, ModelShape } from './model-definition';

/** Of two numbers layer normalisation leaves only which is the larger. */
const Width = z.number().int().min(3);

const TideOptions = z
  .object({
    /** Hidden units of every block. */
    width: Width.default(128),
    /** Blocks of the encoder, and as many of the decoder. */
    layers: z.number().int().min(1).max(8).default(1),
    /** Numbers that the decoder says of each step of the horizon. */
    decoded: Width.default(16),
    /** Numbers that the past, and the known, covariates of a step become. */
    projected: Width.default(4),
    dropout: z.number().min(0).lt(1).default(0.3),
  })
  .strict();
type TideOptions = z.infer<typeof TideOptions>;

/**
 * TiDE (Das et al. 2023): an encoder and a decoder of dense residual blocks over the history of each channel and all its covariates, beside one
 * linear map from lookback to horizon. What the decoder says of a step meets the known covariates of that step in a last block. Weights are
 * shared by all channels.
 *
 * Past covariates are projected as the known ones are. The last block is not normalised: layer normalisation of one number leaves nothing of it.
 */
export const tide: ModelDefinition<TideOptions> = {
  options: TideOptions,
  readsCovariates: true,
  anatomy: (options, shape) => ({
    stacks: [
      { layers: stackNames('encoder', options.layers), inPlace: 'first' },
      { layers: stackNames('decoder', options.layers), ownLast: true },
    ],
    last: units(stackNames('encoder', options.layers).at(-1) ?? '', options.width),
    axes: Object.assign({}, ...blocksOf(options, shape).map((block) => blockAxes(block, options))) as Anatomy['axes'],
  }),
  lastLayer: () => 'encoder',
  layers: ({ width }, { targetCount }) => ({ encoder: [targetCount, width] }),
  initialise: (options, shape, random) => ({
    ...Object.assign({}, ...blocksOf(options, shape).map((block) => blockParameters(block, options, random))),
    ...denseParameters('highway', shape.lookback, shape.horizon, random),
  }),
  forward: (options, shape) => (parameters, inputs, context) => {
    const run = { options, parameters, context };
    const rows = tf.transpose(inputs.past, [0, 2, 1]);
    const projected = projectCovariates(inputs, run);
    const hidden = runStack(beside(rows, flatCovariates(projected)), 'encoder', run);
    const steps = tf.reshape(runStack(hidden, 'decoder', run), [-1, shape.targetCount, shape.horizon, options.decoded]);
    const ahead = projected.known && knownAhead(projected.known, shape.horizon);
    const values = skipBlock(besideSteps(steps, ahead), 'temporal', run);
    const channels = tf.reshape(values, [-1, shape.targetCount, shape.horizon]);
    const forecast = tf.add(channels, dense(rows, parameters, 'highway'));
    return { forecast: tf.transpose(forecast, [0, 2, 1]), hidden: { encoder: hidden } };
  },
};

interface Block {
  readonly name: string;
  readonly inputs: Axis;
  readonly outputs: Axis;
}

/** What a block says has units of its own, also where blocks stand on each other: none of them passes its input on as it is. */
function blocksOf({ width, layers, decoded, projected }: TideOptions, shape: ModelShape): Block[] {
  const { lookback, horizon, covariateCount, knownCount, staticCount } = shape;
  const past = { name: 'past', inputs: fixed(covariateCount), outputs: units('past', projected) };
  const known = { name: 'known', inputs: fixed(knownCount), outputs: units('known', projected) };
  const read = [
    ...fixed(lookback),
    ...(covariateCount > 0 ? repeated(lookback, past.outputs) : []),
    ...(knownCount > 0 ? repeated(lookback + horizon, known.outputs) : []),
    ...fixed(staticCount),
  ];
  const step = units('decoded', decoded);
  const encoder = stackBlocks(stackNames('encoder', layers), width, { inputs: read });
  const decoder = stackBlocks(stackNames('decoder', layers), width, {
    inputs: encoder.at(-1)?.outputs ?? [],
    outputs: repeated(horizon, step),
  });
  return [
    ...(covariateCount > 0 ? [past] : []),
    ...(knownCount > 0 ? [known] : []),
    ...encoder,
    ...decoder,
    { name: 'temporal', inputs: [...step, ...(knownCount > 0 ? known.outputs : [])], outputs: fixed(1) },
  ];
}

/** Blocks of one width on each other; what goes in below, and what comes out above where that is not the width. */
function stackBlocks(
  names: readonly string[],
  width: number,
  ends: { readonly inputs: Axis; readonly outputs?: Axis },
): Block[] {
  return names.map((name, index) => ({
    name,
    inputs: index === 0 ? ends.inputs : units(names[index - 1] ?? '', width),
    outputs: index === names.length - 1 && ends.outputs ? ends.outputs : units(name, width),
  }));
}

function blockAxes({ name, inputs, outputs }: Block, { width }: TideOptions): Anatomy['axes'] {
  const wide = units(`${name}.wide`, width);
  return {
    ...denseAxes(`${name}.wide`, inputs, wide),
    ...denseAxes(`${name}.narrow`, wide, outputs),
    ...denseAxes(`${name}.skip`, inputs, outputs),
    ...normAxes(`${name}.norm`, outputs),
  };
}

function blockParameters({ name, ...block }: Block, { width }: TideOptions, random: Initialiser): ParameterValues {
  const [inputs, outputs] = [lengthOf(block.inputs), lengthOf(block.outputs)];
  return {
    ...denseParameters(`${name}.wide`, inputs, width, random),
    ...denseParameters(`${name}.narrow`, width, outputs, random),
    ...denseParameters(`${name}.skip`, inputs, outputs, random),
    ...(outputs > 1 && normParameters(`${name}.norm`, outputs, random)),
  };
}

interface Run {
  readonly options: TideOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** A hidden layer with ReLU beside a linear map: [..., I] → [..., O]. */
function skipBlock(x: Tensor, name: string, { options, parameters, context }: Run): Tensor {
  const hidden = relu(dense(x, parameters, `${name}.wide`));
  const mapped = context.dropout(dense(hidden, parameters, `${name}.narrow`), options.dropout);
  return tf.add(mapped, dense(x, parameters, `${name}.skip`));
}

/** The same, normalised. */
function residualBlock(x: Tensor, name: string, run: Run): Tensor {
  return norm(skipBlock(x, name, run), run.parameters, `${name}.norm`);
}

function runStack(x: Tensor, stack: string, run: Run): Tensor {
  return stackNames(stack, run.options.layers).reduce((features, name) => residualBlock(features, name, run), x);
}

function stackNames(stack: string, layers: number): string[] {
  return Array.from({ length: layers }, (_, index) => `${stack}${index}`);
}

/** The covariates that change with time, fewer numbers a step. */
function projectCovariates({ covariates, known, ...others }: CoreInputs, run: Run): CoreInputs {
  return {
    ...others,
    ...(covariates && { covariates: residualBlock(covariates, 'past', run) }),
    ...(known && { known: residualBlock(known, 'known', run) }),
  };
}

/** Rows [B, C, L], behind each the covariates [B, X] of its window: [B, C, L + X]. */
function beside(rows: Tensor, covariates: Tensor | undefined): Tensor {
  if (!covariates) return rows;
  const repeated = tf.tile(asStep(covariates), [1, rows.shape[1] ?? 0, 1]);
  return tf.concat([rows, repeated], 2);
}

/** Steps [B, C, H, D], behind each the known covariates [B, H, R] of it: [B, C, H, D + R]. */
function besideSteps(steps: Tensor, known: Tensor | undefined): Tensor {
  if (!known) return steps;
  const [batch = 0, horizon = 0, width = 0] = known.shape;
  const repeated = tf.tile(tf.reshape(known, [batch, 1, horizon, width]), [1, steps.shape[1] ?? 0, 1, 1]);
  return tf.concat([steps, repeated], 3);
}
