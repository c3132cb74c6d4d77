import { gelu, tf, type Tensor, type Tensors } from '@tsdistill/engine';
import { z } from 'zod';
import { asStep } from '../layers/covariates';
import { dense, denseParameters } from '../layers/dense';
import {
  encodeLayers,
  encoderAnatomy,
  encoderFields,
  encoderParameters,
  HEADS_DO_NOT_FIT,
  headsFit,
  layerNames,
} from '../layers/encoder';
import { norm, normParameters } from '../layers/norm';
import { type Anatomy, type Axis, denseAxes, fixed, normAxes, units } from './anatomy';
import type { CoreInputs, ModelDefinition, ModelShape } from './model-definition';

const ITransformerOptions = z
  .object(encoderFields({ width: 128, heads: 8, layers: 2, feedForward: 128, dropout: 0.1 }))
  .strict()
  .refine(headsFit, HEADS_DO_NOT_FIT);

/**
 * One token a channel, attention between channels (Liu et al. 2024, iTransformer); post-norm encoder, as published.
 *
 * Covariates are tokens too, of which no forecast is read: one for each past channel, embedded like a target; one for each known channel,
 * which reaches over the horizon; one for all static features together.
 */
export const itransformer: ModelDefinition<z.infer<typeof ITransformerOptions>> = {
  options: ITransformerOptions,
  readsCovariates: true,
  initialise: (options, { lookback, horizon, knownCount, staticCount }, random) => ({
    ...denseParameters('embed', lookback, options.width, random),
    ...(knownCount > 0 && denseParameters('embedKnown', lookback + horizon, options.width, random)),
    ...(staticCount > 0 && denseParameters('embedStatic', staticCount, options.width, random)),
    ...encoderParameters(options, random),
    ...normParameters('norm', options.width, random),
    ...denseParameters('head', options.width, horizon, random),
  }),
  anatomy: (options, shape) => {
    const through = units('width', options.width);
    const encoder = encoderAnatomy(options, through);
    return { ...encoder, axes: { ...encoder.axes, ...endAxes(through, shape) }, last: through };
  },
  lastLayer: () => 'norm',
  layers: ({ width, layers }, { targetCount }) =>
    Object.fromEntries(['embed', ...layerNames({ layers }), 'norm'].map((name) => [name, [targetCount, width]])),
  forward:
    (options, { targetCount }) =>
    (parameters, inputs, context) => {
      const embedded = context.dropout(embed(inputs, parameters), options.dropout);
      const layers = encodeLayers(embedded, { options, activation: gelu, parameters, context });
      const behind = [['embed', embedded] as const, ...layers].map(([name, tokens]) => {
        return [name, firstTokens(tokens, targetCount)] as const;
      });
      const normed = norm(behind.at(-1)?.[1] ?? embedded, parameters, 'norm');
      const hidden = { ...Object.fromEntries(behind), norm: normed };
      return { forecast: tf.transpose(dense(normed, parameters, 'head'), [0, 2, 1]), hidden };
    },
};

/** Those of the targets, which come before the covariates: [B, C + …, D] → [B, C, D]. */
function firstTokens(tokens: Tensor, targetCount: number): Tensor {
  const [batch = 0, count = 0, width = 0] = tokens.shape;
  return count === targetCount ? tokens : tf.slice(tokens, [0, 0, 0], [batch, targetCount, width]);
}

/** Of what stands before and behind the encoder. */
function endAxes(through: Axis, shape: ModelShape): Anatomy['axes'] {
  const { lookback, horizon, knownCount, staticCount } = shape;
  return {
    ...denseAxes('embed', fixed(lookback), through),
    ...denseAxes('embedKnown', fixed(knownCount === 0 ? 0 : lookback + horizon), through),
    ...denseAxes('embedStatic', fixed(staticCount), through),
    ...normAxes('norm', through),
    ...denseAxes('head', through, fixed(horizon)),
  };
}

/** The tokens of targets, then those of past, known and static covariates: [B, C + P + K + 1, D]. */
function embed({ past, covariates, known, static: statics }: CoreInputs, parameters: Tensors): Tensor {
  const tokensOf = (series: Tensor, name: string) => dense(tf.transpose(series, [0, 2, 1]), parameters, name);
  const parts = [
    tokensOf(covariates ? tf.concat([past, covariates], 2) : past, 'embed'),
    ...(known ? [tokensOf(known, 'embedKnown')] : []),
    ...(statics ? [asStep(dense(statics, parameters, 'embedStatic'))] : []),
  ];
  return parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts, 1);
}
