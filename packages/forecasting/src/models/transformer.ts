import { constant, relu, tf } from '@tsdistill/engine';
import { z } from 'zod';
import { stepInputCount, stepInputs } from '../layers/covariates';
import { dense, denseParameters } from '../layers/dense';
import {
  encode,
  encoderAnatomy,
  encoderFields,
  encoderParameters,
  HEADS_DO_NOT_FIT,
  headsFit,
} from '../layers/encoder';
import { forecastHorizon, horizonHeadParameters } from '../layers/horizon-head';
import { lastStep } from '../layers/last-step';
import { sinusoidalPositions } from '../layers/positions';
import { fixed } from './anatomy';
import type { ModelDefinition } from './model-definition';

const TransformerOptions = z
  .object(encoderFields({ width: 64, heads: 4, layers: 2, feedForward: 128, dropout: 0.1 }))
  .strict()
  .refine(headsFit, HEADS_DO_NOT_FIT);

/**
 * The encoder of Vaswani et al. 2017 over time: one token a step, all channels and covariates of it embedded together, sinusoidal positions,
 * attention between all steps. The last step's token is mapped to the horizon, as in the recurrent models, so there is no decoder.
 */
export const transformer: ModelDefinition<z.infer<typeof TransformerOptions>> = {
  options: TransformerOptions,
  readsCovariates: true,
  // Positions stand at fixed places of the width, so that it cannot be narrowed.
  anatomy: (options) => encoderAnatomy(options, fixed(options.width)),
  lastLayer: () => 'state',
  layers: ({ width }) => ({ state: [width] }),
  initialise: (options, shape, random) => ({
    ...denseParameters('embed', stepInputCount(shape), options.width, random),
    ...encoderParameters(options, random),
    ...horizonHeadParameters(options.width, shape, random),
  }),
  forward: (options, shape) => {
    const { lookback } = shape;
    const positions = sinusoidalPositions(lookback, options.width);
    return (parameters, inputs, context) => {
      const embedded = dense(stepInputs(inputs), parameters, 'embed');
      const placed = tf.add(embedded, constant(positions, [lookback, options.width]));
      const tokens = context.dropout(placed, options.dropout);
      const state = lastStep(encode(tokens, { options, activation: relu, parameters, context }));
      return { forecast: forecastHorizon(state, inputs.known, shape, parameters), hidden: { state } };
    };
  },
};
