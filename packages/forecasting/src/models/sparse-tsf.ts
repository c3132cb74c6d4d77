import type { ParameterValues } from '@tsdistill/contracts';
import { constant, relu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { dense, denseParameters, parameter } from '../layers/dense';
import { denseAxes, fixed, units } from './anatomy';
import type { Initialiser } from './initialiser';
import type { ModelDefinition, ModelShape } from './model-definition';

const SparseTsfOptions = z
  .object({
    /** Steps of the cycle in the data, such as 24 for hours of the day. */
    period: z.number().int().min(2),
    /** Width of the hidden layer of the MLP form; 0 = the linear form. */
    hidden: z.number().int().nonnegative().default(0),
  })
  .strict();
type SparseTsfOptions = z.infer<typeof SparseTsfOptions>;

/**
 * SparseTSF (Lin et al. 2024): every phase of the cycle is forecast from its own values one period apart, by one map that all
 * phases and channels share, after a short convolution that lets neighbours speak. 145 parameters for 720 → 96 at a period of 24.
 *
 * Only the newest whole periods of the lookback are read; a horizon that is no whole number of periods is cut from one that is.
 * The normalisation of the paper is `normalisation: "mean"`.
 */
export const sparseTsf: ModelDefinition<SparseTsfOptions> = {
  options: SparseTsfOptions,
  readsCovariates: false,
  shortestLookback: ({ period }) => period,
  initialise: (options, shape, random) => ({
    'convolution.kernel': random.uniform([tapCount(options.period)], tapCount(options.period)),
    ...mapParameters(options, periodCounts(options, shape), random),
  }),
  anatomy: (options, shape) => {
    const [[inputs, outputs], hidden] = [periodCounts(options, shape), units('hidden', options.hidden)];
    const axes = { ...denseAxes('in', fixed(inputs), hidden), ...denseAxes('out', hidden, fixed(outputs)) };
    return { stacks: [], axes };
  },
  forward: (options, shape) => (parameters, inputs) => ({
    forecast: perChannel(inputs.past, (rows) => forecastRows(rows, parameters, { options, shape })),
  }),
};

/** Neighbours within half a period on either side, and the step itself. */
const tapCount = (period: number): number => 1 + 2 * Math.floor(period / 2);

/** Whole periods in lookback and, rounded up, in the horizon. */
function periodCounts({ period }: SparseTsfOptions, { lookback, horizon }: ModelShape): readonly [number, number] {
  return [Math.floor(lookback / period), Math.ceil(horizon / period)];
}

function mapParameters(
  { hidden }: SparseTsfOptions,
  [inputs, outputs]: readonly [number, number],
  random: Initialiser,
): ParameterValues {
  if (hidden === 0) return { 'map.kernel': random.uniform([inputs, outputs], inputs) };
  return { ...denseParameters('in', inputs, hidden, random), ...denseParameters('out', hidden, outputs, random) };
}

/** [R, L] → [R, H]. */
function forecastRows(
  rows: Tensor,
  parameters: Tensors,
  { options, shape }: { options: SparseTsfOptions; shape: ModelShape },
): Tensor {
  const { period, hidden } = options;
  const [inputCount, outputCount] = periodCounts(options, shape);
  const segments = paddedPeriods(rows, inputCount, period);
  const periods = hidden === 0 ? linearForm(segments, parameters) : mlpForm(segments, parameters);
  return tf.slice(tf.reshape(periods, [-1, outputCount * period]), [0, 0], [-1, shape.horizon]);
}

/** The newest `count` whole periods, zeros before and behind, cut so that segment n begins half a period early: [R, N + 1, P]. */
function paddedPeriods(rows: Tensor, count: number, period: number): Tensor {
  const [, length = 0] = rows.shape;
  const half = Math.floor(period / 2);
  const newest = tf.slice(rows, [0, length - count * period], [-1, count * period]);
  const padded = tf.pad(newest, [
    [0, 0],
    [half, period - half],
  ]);
  return tf.reshape(padded, [-1, count + 1, period]);
}

/**
 * [R, N + 1, P] → [R, M, P]: the map over periods first, then the convolution of the few periods it gives.
 *
 * Both are linear in different directions, so their order is free; the paper's costs twice the time of a training step. What the
 * convolution of a period reads lies in two segments, so segments 0 … N − 1 and 1 … N are mapped side by side.
 */
function linearForm(segments: Tensor, parameters: Tensors): Tensor {
  const map = parameter(parameters, 'map.kernel');
  const [period = 0, outputCount = 0] = [segments.shape[2], map.shape[1]];
  const [early, late] = [tf.pad(map, [[0, 1], NO_PADDING]), tf.pad(map, [[1, 0], NO_PADDING])];
  const mapped = product(tf.transpose(segments, [0, 2, 1]), tf.concat([early, late], 1));
  const pairs = tf.transpose(tf.reshape(mapped, [-1, period, 2, outputCount]), [0, 3, 2, 1]);
  return convolvePairs(tf.reshape(pairs, [-1, outputCount, 2 * period]), parameters);
}

/** [R, N + 1, P] → [R, M, P]: the convolution, then two layers over the periods of each phase. */
function mlpForm(segments: Tensor, parameters: Tensors): Tensor {
  const [, segmentCount = 0, period = 0] = segments.shape;
  const from = (first: number) => tf.slice(segments, [0, first, 0], [-1, segmentCount - 1, period]);
  const smoothed = convolvePairs(tf.concat([from(0), from(1)], 2), parameters);
  const features = relu(dense(tf.transpose(smoothed, [0, 2, 1]), parameters, 'in'));
  return tf.transpose(dense(features, parameters, 'out'), [0, 2, 1]);
}

const NO_PADDING: [number, number] = [0, 0];

/**
 * x + convolution(x) of every period, read from the two segments it lies in: [R, N, 2P] → [R, N, P].
 *
 * One product with a banded matrix [2P, P]; the native convolution of a single channel is several times slower.
 */
function convolvePairs(pairs: Tensor, parameters: Tensors): Tensor {
  const kernel = parameter(parameters, 'convolution.kernel');
  const period = (pairs.shape[2] ?? 0) / 2;
  const middle = (kernel.size - 1) / 2;
  const itself = constant(
    Float32Array.from({ length: kernel.size }, (_, tap) => (tap === middle ? 1 : 0)),
    [kernel.size],
  );
  const taps = tf.reshape(tf.add(kernel, itself), [1, -1]);
  const band = tf.matMul(taps, bandTable(kernel.size, period));
  return product(pairs, tf.reshape(band, [2 * period, period]));
}

/** One-hot [taps, 2P · P]: tap k stands at (q + k, q) of the band, for every output place q. */
function bandTable(taps: number, period: number): Tensor {
  const table = new Float32Array(taps * 2 * period * period);
  for (let tap = 0; tap < taps; tap++)
    for (let place = 0; place < period; place++) table[tap * 2 * period * period + (place + tap) * period + place] = 1;
  return constant(table, [taps, 2 * period * period]);
}

/** x · kernel over the last axis of [R, N, I] → [R, N, O]. */
function product(x: Tensor, kernel: Tensor): Tensor {
  const [, count = 0, inputs = 0] = x.shape;
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, inputs]), kernel), [-1, count, kernel.shape[1] ?? 0]);
}
