import type { Tensor } from '@tensorflow/tfjs';
import { PipelineError } from '@tsdistill/contracts';
import { isDeclared } from './constant';
import { DTYPE, type Attribute, type NativeArray, type NativeBinding, type NativeTensor } from './native-kernels';
import type { TracedConstant, TracedOp } from './traced-graph';

/** Operations that draw numbers from a hidden state of the session, which no checkpoint holds. */
const STATEFUL_OPS: readonly string[] = [
  ...['Multinomial', 'RandomShuffle', 'RandomStandardNormal'],
  ...['RandomUniform', 'RandomUniformInt', 'TruncatedNormal'],
];

/** What is noted while a function runs on the recording binding. */
export interface Recording {
  readonly ops: TracedOp[];
  readonly constants: Map<number, TracedConstant>;
  /** Every id that may be read, with the name that errors give it. */
  readonly sources: Map<number, string>;
  /** Arrays that JavaScript handed to the backend since the trace began. */
  readonly freshArrays: WeakSet<object>;
  /** The first thing that went wrong: a function that swallows the error must not get a graph. */
  failure?: PipelineError;
}

/** Throws and keeps the first error, so that swallowing it does not help. */
export function fail(recording: Recording, error: PipelineError): never {
  recording.failure ??= error;
  throw error;
}

/** The binding of the native library, with every call that tracing must see or refuse replaced. */
export function recordingBinding(binding: NativeBinding, recording: Recording): NativeBinding {
  const refuse = (source: string) => () => fail(recording, new PipelineError('TRACE_NESTED', { source }));
  const replaced = {
    executeOp: (op: string, attributes: Attribute[], inputs: number[], outputCount: number) => {
      checkOp(recording, op, inputs);
      const outputs = binding.executeOp(op, attributes, inputs, outputCount);
      noteOp(recording, { op, attributes, inputs: [...inputs], outputs });
      return outputs;
    },
    createTensor: (shape: number[], dtype: number, values: NativeArray) => {
      checkArray(recording, { shape, dtype, values });
      const id = binding.createTensor(shape, dtype, values);
      recording.constants.set(id, { shape: [...shape], dtype, values: values.slice(), declared: isDeclared(values) });
      recording.sources.set(id, `a constant [${shape}]`);
      return id;
    },
    tensorDataSync: (id: number) => {
      checkRead(recording, id);
      return binding.tensorDataSync(id);
    },
    runSavedModel: refuse('A compiled step or predictor'),
    loadSavedModel: refuse('compileStep or compileInference'),
  };
  return Object.create(binding, Object.getOwnPropertyDescriptors(replaced)) as NativeBinding;
}

/** @throws PipelineError TRACE_VALUE_READ for everything but constants and tensors made before the trace */
export function checkRead(recording: Recording, id: number): void {
  const source = recording.sources.get(id);
  if (source === undefined || recording.constants.has(id)) return;
  fail(recording, new PipelineError('TRACE_VALUE_READ', { source }));
}

/** @throws PipelineError TRACE_CAPTURE unless `id` is an input or was made in the trace */
export function checkKnown(recording: Recording, id: number, tensor: string): void {
  if (!recording.sources.has(id)) fail(recording, new PipelineError('TRACE_CAPTURE', { tensor }));
}

/** @throws PipelineError TRACE_DISPOSED */
export function checkLive(recording: Recording, source: string, tensor: Tensor): void {
  if (tensor.isDisposed) fail(recording, new PipelineError('TRACE_DISPOSED', { source }));
}

function checkOp(recording: Recording, op: string, inputs: readonly number[]): void {
  if (STATEFUL_OPS.includes(op)) fail(recording, new PipelineError('TRACE_RANDOM', { source: op }));
  inputs.forEach((id, input) => checkKnown(recording, id, `Input ${input} of ${op}`));
}

function noteOp(recording: Recording, op: TracedOp & { readonly outputs: readonly NativeTensor[] }): void {
  recording.ops.push(op);
  op.outputs.forEach(({ id }) => recording.sources.set(id, `output of ${op.op} (operation ${recording.ops.length})`));
}

function checkArray(recording: Recording, array: Omit<TracedConstant, 'declared'>): void {
  const { shape, dtype, values } = array;
  if (dtype === DTYPE.string) fail(recording, new PipelineError('TRACE_STRING', { shape }));
  if (dtype === DTYPE.int64 || recording.freshArrays.has(values)) return;
  fail(recording, new PipelineError('TRACE_CAPTURE', { tensor: `A tensor [${shape}]` }));
}
