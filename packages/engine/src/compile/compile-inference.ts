import { isNative } from '../trace/native-kernels';
import { checkFeeds, withBatch } from './check-feeds';
import { checkArrays, shapesOf } from './check-state';
import { eagerPredictorCore } from './eager-predictor';
import { graphPredictorCore } from './graph-predictor';
import type { InferenceSpec, Predictor } from './predictor';

/**
 * Compiles a model for prediction at any batch size: on the native engine one graph, on others the operations eagerly.
 *
 * It must be disposed.
 *
 * @throws PipelineError TRACE_*
 */
export function compileInference(spec: InferenceSpec): Predictor {
  const core = isNative() ? graphPredictorCore(spec) : eagerPredictorCore(spec);
  const shapes = shapesOf(spec.parameters);
  core.assign(spec.parameters);
  return {
    run: (inputs, batch) => {
      const specs = withBatch(spec.inputs, batch);
      checkFeeds(specs, inputs);
      return core.predict(inputs, specs);
    },
    setParameters: (values) => {
      checkArrays(shapes, values);
      core.assign(values);
    },
    dispose: () => core.dispose(),
  };
}
