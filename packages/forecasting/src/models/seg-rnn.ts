import { gru, gruStep, relu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { dense, denseParameters, parameter } from '../layers/dense';
import { lastStep } from '../layers/last-step';
import { type Anatomy, denseAxes, fixed, units } from './anatomy';
import type { ModelDefinition, ModelShape } from './model-definition';

const SegRnnOptions = z
  .object({
    /** Steps of one segment. */
    segment: z.number().int().positive().default(48),
    /** Units of the GRU; even, since position and channel share it. */
    width: z.number().int().positive().multipleOf(2).default(128),
    dropout: z.number().min(0).lt(1).default(0.5),
  })
  .strict();
type SegRnnOptions = z.infer<typeof SegRnnOptions>;

/**
 * SegRNN (Lin et al. 2023): a GRU reads each channel segment by segment; from its last state every segment of the horizon is
 * decoded at once, by one step of the same GRU on an embedding of the segment's place and of the channel.
 *
 * Only the newest whole segments of the lookback are read; a horizon that is no whole number of segments is cut from one that
 * is. The normalisation of the paper is `residual: "last"`. The reset gate stands before the product (see `gru`), in the
 * reference after it.
 */
export const segRnn: ModelDefinition<SegRnnOptions> = {
  options: SegRnnOptions,
  readsCovariates: false,
  shortestLookback: ({ segment }) => segment,
  anatomy: ({ segment, width }, shape) => ({
    stacks: [],
    last: units('state', width),
    axes: segmentAxes(segment, width, shape),
  }),
  lastLayer: () => 'state',
  layers: ({ width }, { targetCount }) => ({ state: [targetCount, width] }),
  initialise: ({ segment, width }, { horizon, targetCount }, random) => ({
    ...denseParameters('embed', segment, width, random),
    'cell.kernel': random.uniform([2 * width, 3 * width], width),
    'cell.bias': random.uniform([3 * width], width),
    'position.embedding': random.normal([Math.ceil(horizon / segment), width / 2]),
    'channel.embedding': random.normal([targetCount, width / 2]),
    ...denseParameters('head', width, segment, random),
  }),
  forward:
    ({ segment, dropout }, { horizon, targetCount }) =>
    (parameters, { past }, context) => {
      const [kernel, bias] = [parameter(parameters, 'cell.kernel'), parameter(parameters, 'cell.bias')];
      const state = lastStep(gru(embedSegments(past, parameters, segment), kernel, bias));
      const width = state.shape[1] ?? 0;
      const states = tf.reshape(state, [-1, targetCount, 1, width]);
      const decoded = gruStep(placeTable(parameters), states, kernel, bias);
      const segments = dense(context.dropout(decoded, dropout), parameters, 'head');
      const rows = tf.reshape(segments, [-1, targetCount, (segments.shape[2] ?? 0) * segment]);
      const forecast = tf.transpose(tf.slice(rows, [0, 0, 0], [-1, targetCount, horizon]), [0, 2, 1]);
      return { forecast, hidden: { state: tf.reshape(state, [-1, targetCount, width]) } };
    },
};

/** What goes into the GRU is an embedded segment, or a place beside a channel: each half has units of its own. */
function segmentAxes(segment: number, width: number, { horizon, targetCount }: ModelShape): Anatomy['axes'] {
  const [place, channel, state] = [units('place', width / 2), units('channel', width / 2), units('state', width)];
  const input = [...place, ...channel];
  return {
    ...denseAxes('embed', fixed(segment), input),
    ...denseAxes('cell', [...input, ...state], [...state, ...state, ...state]),
    'position.embedding': [fixed(Math.ceil(horizon / segment)), place],
    'channel.embedding': [fixed(targetCount), channel],
    ...denseAxes('head', state, fixed(segment)),
  };
}

/** [B, L, C] → the newest whole segments of each channel, embedded: [B · C, L / segment, width]. */
function embedSegments(past: Tensor, parameters: Tensors, segment: number): Tensor {
  const [, length = 0] = past.shape;
  const count = Math.floor(length / segment);
  const newest = tf.slice(past, [0, length - count * segment, 0], [-1, count * segment, -1]);
  const segments = tf.reshape(tf.transpose(newest, [0, 2, 1]), [-1, count, segment]);
  return relu(dense(segments, parameters, 'embed'));
}

/** Place of a segment in the horizon beside its channel: [1, C, M, width]. */
function placeTable(parameters: Tensors): Tensor {
  const [position, channel] = [parameter(parameters, 'position.embedding'), parameter(parameters, 'channel.embedding')];
  const [placeCount = 0, half = 0] = position.shape;
  const channelCount = channel.shape[0] ?? 0;
  const positions = tf.tile(tf.reshape(position, [1, 1, placeCount, half]), [1, channelCount, 1, 1]);
  const channels = tf.tile(tf.reshape(channel, [1, channelCount, 1, half]), [1, 1, placeCount, 1]);
  return tf.concat([positions, channels], 3);
}
