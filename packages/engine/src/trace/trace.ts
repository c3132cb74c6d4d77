import type { Tensor } from '@tensorflow/tfjs';
import { PipelineError } from '@tsdistill/contracts';
import { tf } from '../tf';
import { checkConstants } from './check-constants';
import { DTYPE, nativeId, type NativeKernels, nativeKernels } from './native-kernels';
import { checkKnown, checkLive, checkRead, fail, type Recording, recordingBinding } from './recorder';
import { pruneOps, type TracedGraph, type TracedValue } from './traced-graph';

/** Marks a tensor as an output of the trace. */
export type MarkOutput = (name: string, tensor: Tensor) => void;

/**
 * Runs `body` once on the given tensors and returns what it did as a graph.
 *
 * The graph is sound: everything that would be frozen into it or missing from it is an error instead. All tensors that
 * `body` makes are freed.
 *
 * @param inputs by the name that errors give them; they are what may differ when the graph runs
 * @param body synchronous; calls `mark` for every output
 * @throws PipelineError TRACE_*, GRAD_UNDEFINED
 */
export function trace(inputs: Readonly<Record<string, Tensor>>, body: (mark: MarkOutput) => void): TracedGraph {
  const kernels = nativeKernels();
  const recording: Recording = { ops: [], constants: new Map(), sources: new Map(), freshArrays: new WeakSet() };
  const inputValues: Record<string, TracedValue> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    inputValues[name] = valueOf(kernels, tensor);
    recording.sources.set(inputValues[name].id, name);
  }
  const outputs = record(kernels, recording, body);
  const graph = pruneOps({ ops: recording.ops, constants: recording.constants, inputs: inputValues, outputs });
  checkConstants(graph);
  return graph;
}

/**
 * Refuses a promise, or an object that holds one, as the result of a traced function.
 *
 * @throws PipelineError TRACE_ASYNC
 */
export function refusePromises(source: string, result: unknown): void {
  const parts = typeof result === 'object' && result !== null ? [result, ...Object.values(result)] : [];
  const promises = parts.filter(isPromise);
  if (promises.length === 0) return;
  for (const promise of promises) promise.then(ignore, ignore);
  throw new PipelineError('TRACE_ASYNC', { source: `The result of ${source}` });
}

function record(
  kernels: NativeKernels,
  recording: Recording,
  body: (mark: MarkOutput) => void,
): Record<string, TracedValue> {
  const outputs: Record<string, TracedValue> = {};
  const mark: MarkOutput = (name, tensor) => {
    checkLive(recording, `The output "${name}"`, tensor);
    outputs[name] = valueOf(kernels, tensor);
    checkKnown(recording, outputs[name].id, `The output "${name}"`);
  };
  const restore = install(kernels, recording);
  try {
    tf.tidy(() => body(mark));
  } catch (error) {
    throw recording.failure ?? explain(error);
  } finally {
    restore();
    freeLongScalars(kernels, recording);
  }
  if (recording.failure) throw recording.failure;
  return outputs;
}

/** Puts the recorder between tfjs and the native library. @returns what takes it away again */
function install(kernels: NativeKernels, recording: Recording): () => void {
  const { binding } = kernels;
  const { random } = Math;
  if (Object.hasOwn(kernels, 'move')) throw new PipelineError('TRACE_NESTED', { source: 'Another trace' });
  const move = kernels.move.bind(kernels);
  const read = kernels.read.bind(kernels);
  kernels.binding = recordingBinding(binding, recording);
  kernels.move = (dataId, values, ...rest) => {
    if (typeof values === 'object') recording.freshArrays.add(values);
    move(dataId, values, ...rest);
  };
  kernels.read = (dataId) => refuseRead(kernels, recording, dataId) ?? read(dataId);
  Math.random = () => fail(recording, new PipelineError('TRACE_RANDOM', { source: 'Math.random' }));
  return () => {
    Math.random = random;
    kernels.binding = binding;
    Reflect.deleteProperty(kernels, 'move');
    Reflect.deleteProperty(kernels, 'read');
  };
}

/** An asynchronous read of a traced value: the error is kept, and the promise never settles, so nothing goes on late. */
function refuseRead(kernels: NativeKernels, recording: Recording, dataId: object): Promise<never> | undefined {
  const slot = kernels.tensorMap.get(dataId);
  try {
    if (slot?.values === null) checkRead(recording, slot.id);
    return undefined;
  } catch {
    return new Promise<never>(ignore);
  }
}

/** tfjs-node uploads an int64 scalar for each use and never frees it. */
function freeLongScalars({ binding }: NativeKernels, { constants }: Recording): void {
  for (const [id, { dtype }] of constants) if (dtype === DTYPE.int64) binding.deleteTensor(id);
}

/** Errors of tfjs that say nothing about their reason. */
function explain(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  const op = /gradient function not found for (\w+)/.exec(message)?.[1];
  if (op) return new PipelineError('GRAD_UNDEFINED', { op }, { cause: error });
  if (!/is disposed|reading 'backend'/.test(message)) return error;
  return new PipelineError('TRACE_DISPOSED', { source: 'A tensor of the function' }, { cause: error });
}

function valueOf(kernels: NativeKernels, tensor: Tensor): TracedValue {
  const dtype = kernels.tensorMap.get(tensor.dataId)?.dtype ?? DTYPE.float32;
  return { id: nativeId(kernels, tensor), shape: tensor.shape, dtype };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

function ignore(): void {
  // A late result or rejection of a refused function is of no interest.
}
