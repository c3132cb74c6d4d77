import type { ParameterValues } from '@tsdistill/contracts';
import { type ForwardContext, relu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { stepInputCount, stepInputs } from '../layers/covariates';
import { dense, denseParameters } from '../layers/dense';
import { forecastHorizon, horizonHeadParameters } from '../layers/horizon-head';
import { lastStep } from '../layers/last-step';
import { type Anatomy, type Axis, denseAxes, fixed, repeated, lengthOf, units } from './anatomy';
import type { Initialiser } from './initialiser';
import type { ModelDefinition, ModelShape } from './model-definition';

const CnnOptions = z
  .object({
    /** Channels of every convolution. */
    width: z.number().int().positive().default(32),
    /** Steps that one convolution reads. */
    kernel: z.number().int().min(2).default(3),
    /** Residual blocks; absent: as many as the last step needs to see the whole lookback. */
    layers: z.number().int().min(1).max(16).optional(),
    dropout: z.number().min(0).lt(1).default(0.2),
  })
  .strict();
type CnnOptions = z.infer<typeof CnnOptions>;

/**
 * The temporal convolutional network of Bai et al. 2018: residual blocks of two dilated causal convolutions, the dilation doubled from block
 * to block; without its weight normalisation. The last step's features are mapped to the horizon, as in the recurrent models.
 *
 * Only what that step is made of is computed: of block i with dilation d = 2^i, the next one reads every 2d-th step, so the second convolution
 * of a block is made at half as many steps as the first, and the sequence halves from block to block. Between the steps that are left, every
 * dilation is 1.
 */
export const cnn: ModelDefinition<CnnOptions> = {
  options: CnnOptions,
  readsCovariates: true,
  anatomy: (options, shape) => {
    const [blocks, last] = [blocksOf(options, shape), through(options.width)];
    const head = denseAxes('head', last, fixed(shape.horizon * shape.targetCount));
    const axes = Object.assign({}, ...blocks.map((block) => blockAxes(block, options)), head) as Anatomy['axes'];
    // The dilation of a block follows from its place.
    return { stacks: [{ layers: blocks.map(({ name }) => name), inPlace: 'all' }], axes, last };
  },
  lastLayer: () => 'state',
  layers: ({ width }) => ({ state: [width] }),
  initialise: (options, shape, random) => ({
    ...Object.assign({}, ...blocksOf(options, shape).map((block) => blockParameters(block, options, random))),
    ...horizonHeadParameters(options.width, shape, random),
  }),
  forward: (options, shape) => {
    const blocks = blocksOf(options, shape);
    return (parameters, inputs, context) => {
      const seen = newest(stepInputs(inputs), reachOf(options.kernel, blocks.length));
      const features = blocks.reduce((x, block) => runBlock(x, block, { options, parameters, context }), seen);
      const state = lastStep(features);
      return { forecast: forecastHorizon(state, inputs.known, shape, parameters), hidden: { state } };
    };
  },
};

/** Steps that the last one sees through so many blocks, itself among them. */
function reachOf(kernel: number, blockCount: number): number {
  return 1 + 2 * (kernel - 1) * (2 ** blockCount - 1);
}

interface Block {
  readonly name: string;
  /** Features of its input. */
  readonly inputs: Axis;
}

function blocksOf({ width, kernel, layers }: CnnOptions, shape: ModelShape): Block[] {
  let count = layers ?? 1;
  while (layers === undefined && reachOf(kernel, count) < shape.lookback) count += 1;
  return Array.from({ length: count }, (_, index) => ({
    name: `block${index}`,
    inputs: index === 0 ? fixed(stepInputCount(shape)) : through(width),
  }));
}

/** One width runs through all blocks. */
const through = (width: number): Axis => units('width', width);

/** Kernels [k · I, O], the oldest step's rows first; the way around the convolutions has weights where it changes the width. */
function blockParameters({ name, ...block }: Block, options: CnnOptions, random: Initialiser): ParameterValues {
  const [inputs, { width, kernel }] = [lengthOf(block.inputs), options];
  return {
    ...denseParameters(`${name}.first`, kernel * inputs, width, random),
    ...denseParameters(`${name}.second`, kernel * width, width, random),
    ...(inputs !== width && denseParameters(`${name}.skip`, inputs, width, random)),
  };
}

/** What lies between the two convolutions of a block is its own. */
function blockAxes({ name, inputs }: Block, { width, kernel }: CnnOptions): Anatomy['axes'] {
  const between = units(`${name}.first`, width);
  return {
    ...denseAxes(`${name}.first`, repeated(kernel, inputs), between),
    ...denseAxes(`${name}.second`, repeated(kernel, between), through(width)),
    ...denseAxes(`${name}.skip`, inputs, through(width)),
  };
}

interface Run {
  readonly options: CnnOptions;
  readonly parameters: Tensors;
  readonly context: ForwardContext;
}

/** [B, n, I] → [B, ⌈n / 2⌉, U]. */
function runBlock(x: Tensor, { name, inputs }: Block, { options, parameters, context }: Run): Tensor {
  const { kernel, width, dropout } = options;
  const convolve = (sequence: Tensor, role: string, stride: number) =>
    context.dropout(relu(dense(stepsBefore(sequence, kernel, stride), parameters, `${name}.${role}`)), dropout);
  const convolved = convolve(convolve(x, 'first', 1), 'second', 2);
  const itself = stepsBefore(x, 1, 2);
  return relu(tf.add(convolved, lengthOf(inputs) === width ? itself : dense(itself, parameters, `${name}.skip`)));
}

const KEPT: [number, number] = [0, 0];

/** At every `stride`-th step back from the last, the `count` steps up to it, zeros before the first: [B, n, I] → [B, ⌈n / stride⌉, count · I]. */
function stepsBefore(x: Tensor, count: number, stride: number): Tensor {
  const [batch = 0, length = 0, width = 0] = x.shape;
  const places = Math.ceil(length / stride);
  const missing = count - 1 + places * stride - length;
  const padded = missing === 0 ? x : tf.pad(x, [KEPT, [missing, 0], KEPT]);
  const shifted = Array.from({ length: count }, (_, from) => {
    const steps = tf.slice(padded, [0, from, 0], [batch, places * stride, width]);
    return stride === 1 ? steps : lastOfEach(steps, stride);
  });
  return shifted.length === 1 ? (shifted[0] as Tensor) : tf.concat(shifted, 2);
}

/** The last of every `stride` steps: [B, m · stride, I] → [B, m, I]. */
function lastOfEach(steps: Tensor, stride: number): Tensor {
  const [batch = 0, length = 0, width = 0] = steps.shape;
  const groups = tf.reshape(steps, [batch, length / stride, stride * width]);
  return tf.slice(groups, [0, 0, (stride - 1) * width], [batch, length / stride, width]);
}

/** The newest `count` steps, or all there are. */
function newest(x: Tensor, count: number): Tensor {
  const [batch = 0, length = 0, width = 0] = x.shape;
  return count >= length ? x : tf.slice(x, [0, length - count, 0], [batch, count, width]);
}
