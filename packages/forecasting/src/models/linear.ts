import { tf } from '@tsdistill/engine';
import { z } from 'zod';
import { perChannel } from '../layers/channels-first';
import { decompose, Kernel } from '../layers/decompose';
import { dense, denseParameters } from '../layers/dense';
import type { ModelDefinition } from './model-definition';

const LinearOptions = z
  .object({
    /** Steps of the moving average that splits trend from remainder (DLinear); 0 = no split. */
    decomposition: Kernel,
  })
  .strict();

/**
 * One linear map from lookback to horizon, shared by all channels (Zeng et al. 2023, LTSF-Linear).
 *
 * NLinear is `residual: "last"`, RLinear is `normalisation: "revin"`, DLinear is `decomposition: 25`.
 */
export const linear: ModelDefinition<z.infer<typeof LinearOptions>> = {
  options: LinearOptions,
  readsCovariates: false,
  initialise: ({ decomposition }, { lookback, horizon }, random) => ({
    ...denseParameters('map', lookback, horizon, random),
    ...(decomposition > 0 && denseParameters('trend', lookback, horizon, random)),
  }),
  forward:
    ({ decomposition }) =>
    (parameters, { past }) => {
      const map = (name: string) => (rows: tf.Tensor) => dense(rows, parameters, name);
      if (decomposition === 0) return { forecast: perChannel(past, map('map')) };
      const { trend, remainder } = decompose(past, decomposition);
      return { forecast: tf.add(perChannel(remainder, map('map')), perChannel(trend, map('trend'))) };
    },
};
