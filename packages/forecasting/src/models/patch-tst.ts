import { gelu, tf, type Tensor } from '@tsdistill/engine';
import { z } from 'zod';
import { dense, denseParameters, parameter } from '../layers/dense';
import {
  encode,
  encoderAnatomy,
  encoderFields,
  encoderParameters,
  HEADS_DO_NOT_FIT,
  headsFit,
} from '../layers/encoder';
import { denseAxes, fixed, repeated, units } from './anatomy';
import type { ModelDefinition, ModelShape } from './model-definition';

const PatchTstOptions = z
  .object({
    /** Steps of one patch. */
    patch: z.number().int().positive().default(16),
    /** Steps from one patch to the next. */
    stride: z.number().int().positive().default(8),
    ...encoderFields({ width: 128, heads: 16, layers: 3, feedForward: 256, dropout: 0.2 }),
  })
  .strict()
  .refine(headsFit, HEADS_DO_NOT_FIT)
  .refine(({ patch, stride }) => patch % stride === 0, 'patch must be a multiple of stride');
type PatchTstOptions = z.infer<typeof PatchTstOptions>;

/** 1 / √2500 = 0.02, the bound of the paper's learned positions. */
const POSITION_FAN_IN = 2500;

/**
 * PatchTST (Nie et al. 2023): each channel alone is cut into overlapping patches, one token each, with learned positions; all tokens of the
 * encoder are mapped to the horizon. Weights are shared by all channels.
 *
 * The last value is repeated over one stride more, so that the newest patch ends behind the lookback. The encoder normalises layers, not
 * batches. The normalisation of the paper is `normalisation: "revin"`.
 */
export const patchTst: ModelDefinition<PatchTstOptions> = {
  options: PatchTstOptions,
  readsCovariates: false,
  anatomy: (options, shape) => {
    const through = units('width', options.width);
    const encoder = encoderAnatomy(options, through);
    const last = repeated(patchCount(options, shape), through);
    const ends = {
      ...denseAxes('embed', fixed(options.patch), through),
      'position.embedding': [fixed(patchCount(options, shape)), through],
      ...denseAxes('head', last, fixed(shape.horizon)),
    };
    return { ...encoder, axes: { ...encoder.axes, ...ends }, last };
  },
  lastLayer: () => 'patches',
  layers: (options, shape) => ({ patches: [shape.targetCount, patchCount(options, shape) * options.width] }),
  shortestLookback: ({ patch }) => patch,
  initialise: (options, shape, random) => {
    const count = patchCount(options, shape);
    return {
      ...denseParameters('embed', options.patch, options.width, random),
      'position.embedding': random.uniform([count, options.width], POSITION_FAN_IN),
      ...encoderParameters(options, random),
      ...denseParameters('head', count * options.width, shape.horizon, random),
    };
  },
  forward: (options, shape) => (parameters, inputs, context) => {
    const rows = tf.reshape(tf.transpose(inputs.past, [0, 2, 1]), [-1, shape.lookback]);
    const count = patchCount(options, shape);
    const patches = dense(cutPatches(rows, count, options), parameters, 'embed');
    const tokens = context.dropout(tf.add(patches, parameter(parameters, 'position.embedding')), options.dropout);
    const encoded = encode(tokens, { options, activation: gelu, parameters, context });
    const patched = tf.reshape(encoded, [-1, shape.targetCount, count * options.width]);
    return { forecast: tf.transpose(dense(patched, parameters, 'head'), [0, 2, 1]), hidden: { patches: patched } };
  },
};

function patchCount({ patch, stride }: PatchTstOptions, { lookback }: ModelShape): number {
  return Math.floor((lookback - patch) / stride) + 2;
}

/** Patch n is steps n · stride … n · stride + patch − 1, made of pieces of one stride: [R, L] → [R, N, patch]. */
function cutPatches(rows: Tensor, count: number, { patch, stride }: PatchTstOptions): Tensor {
  const [rowCount = 0, length = 0] = rows.shape;
  const last = tf.slice(rows, [0, length - 1], [rowCount, 1]);
  const padded = tf.concat([rows, tf.tile(last, [1, stride])], 1);
  const pieces = Array.from({ length: patch / stride }, (_, piece) => {
    const steps = tf.slice(padded, [0, piece * stride], [rowCount, count * stride]);
    return tf.reshape(steps, [rowCount, count, stride]);
  });
  return pieces.length === 1 ? (pieces[0] as Tensor) : tf.concat(pieces, 2);
}
