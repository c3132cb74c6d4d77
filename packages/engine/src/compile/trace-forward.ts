import type { Tensor } from '@tensorflow/tfjs';
import { PipelineError } from '@tsdistill/contracts';
import { type KernelForm, withKernelForm } from '../ops/kernel-form';
import { tf } from '../tf';
import { freeTensors } from '../trace/free-tensors';
import { mergeBatches, TRACE_BATCHES } from '../trace/merge-batches';
import { refusePromises, trace } from '../trace/trace';
import type { TracedGraph } from '../trace/traced-graph';
import { withBatch } from './check-feeds';
import { INFERENCE, type Tensors } from './forward-context';
import { INPUT, PARAMETER } from './graph-names';
import { parameterTensors, zeroTensors } from './make-tensors';
import { addPrefix } from './map-record';
import type { InferenceSpec } from './predictor';

/** Traces a model for every batch size; outputs by their own names. @throws PipelineError TRACE_* */
export function traceForward(spec: InferenceSpec, form: KernelForm): TracedGraph {
  const [first, second] = TRACE_BATCHES.map((batch) => traceAt(spec, form, batch));
  return mergeBatches(first as TracedGraph, second as TracedGraph);
}

/** The outputs of a model, checked. @throws PipelineError TRACE_ASYNC, TRACE_OUTPUT */
export function forwardOutputs({ forward }: InferenceSpec, parameters: Tensors, inputs: Tensors): Tensors {
  const outputs = forward(parameters, inputs, INFERENCE);
  refusePromises('the forward function', outputs);
  for (const [output, tensor] of Object.entries(outputs as Partial<Tensors>)) {
    const problem = problemOf(tensor);
    if (problem !== undefined) throw new PipelineError('TRACE_OUTPUT', { output, problem });
  }
  return outputs;
}

function traceAt(spec: InferenceSpec, form: KernelForm, batch: number): TracedGraph {
  return freeTensors(() => {
    const parameters = parameterTensors(spec.parameters);
    const inputs = zeroTensors(withBatch(spec.inputs, batch));
    return trace({ ...addPrefix(PARAMETER, parameters), ...addPrefix(INPUT, inputs) }, (mark) => {
      const outputs = withKernelForm(form, () => forwardOutputs(spec, parameters, inputs));
      for (const [name, tensor] of Object.entries(outputs)) mark(name, tensor);
    });
  });
}

function problemOf(tensor: Tensor | undefined): string | undefined {
  if (!(tensor instanceof tf.Tensor)) return 'is not a tensor';
  return tensor.dtype === 'float32' ? undefined : `has the type ${tensor.dtype}, not float32`;
}
