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
      const forecast = perChannel(past, (rows) => {
        if (decomposition === 0) return dense(rows, parameters, 'map');
        const { trend, remainder } = decompose(rows, decomposition);
        return tf.add(dense(remainder, parameters, 'map'), dense(trend, parameters, 'trend'));
      });
      return { forecast };
    },
};
