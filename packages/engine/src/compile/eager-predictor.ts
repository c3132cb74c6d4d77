import { tf } from '../tf';
import { freeTensors } from '../trace/free-tensors';
import { withBatch } from './check-feeds';
import type { Tensors } from './forward-context';
import { feedTensors, parameterTensors, zeroTensors } from './make-tensors';
import { mapRecord } from './map-record';
import type { InferenceSpec } from './predictor';
import type { PredictorCore } from './predictor-core';
import { forwardOutputs } from './trace-forward';

/** A model that runs operation by operation on the backend of tfjs, such as wasm. */
export function eagerPredictorCore(spec: InferenceSpec): PredictorCore {
  let kept: Tensors = {};
  const replace = (next: Tensors): void => {
    tf.dispose(kept);
    kept = next;
  };
  freeTensors(() => {
    forwardOutputs(spec, parameterTensors(spec.parameters), zeroTensors(withBatch(spec.inputs, 1)));
  });
  return {
    predict: (inputs, specs) =>
      freeTensors(() => {
        const outputs = forwardOutputs(spec, kept, feedTensors(specs, inputs));
        return mapRecord(outputs, (tensor) => tensor.dataSync<'float32'>().slice());
      }),
    assign: (values) =>
      replace(mapRecord(values, ({ values: array, shape }) => tf.tensor(array.slice(), [...shape], 'float32'))),
    dispose: () => replace({}),
  };
}
