import type { TensorMetadata, TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import type { Tensor } from '@tensorflow/tfjs';
import { tf } from '../tf';

export type Attribute = TFEOpAttr;
export type NativeTensor = TensorMetadata;
export type NativeBinding = TFJSBinding;
export type NativeArray = Float32Array | Int32Array | Uint8Array;

/** Where the backend keeps a tensor: `values` until its first use (uploads are lazy), `id` from then on. */
export interface TensorSlot {
  id: number;
  values: NativeArray | null;
  readonly shape: number[];
  readonly dtype: number;
}

/** The parts of tfjs-node's backend that tracing and the fused kernels build on. */
export interface NativeKernels {
  binding: NativeBinding;
  readonly tensorMap: { get(dataId: object): TensorSlot | undefined };
  move(dataId: object, values: NativeArray, shape: number[], dtype: string, refCount: number): void;
  read(dataId: object): Promise<NativeArray>;
  executeSingleOutput(op: string, attributes: readonly Attribute[], inputs: readonly unknown[]): Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: readonly Attribute[],
    inputs: readonly unknown[],
    outputCount: number,
  ): Tensor[];
}

/** TensorFlow's numbers of the types that graphs here use (`DataType` in types.proto). */
export const DTYPE = { float32: 1, int32: 3, string: 7, int64: 9, bool: 10 } as const;

/** True when the native backend runs; otherwise compiled functions run eagerly on tfjs operations. */
export function isNative(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/** The running backend. Only valid when `isNative()`. */
export function nativeKernels(): NativeKernels {
  return tf.backend() as unknown as NativeKernels;
}

/** The id of a tensor in the native library; uploads it when that has not happened yet. */
export function nativeId(kernels: NativeKernels, tensor: Tensor): number {
  const slot = slotOf(kernels, tensor);
  if (slot.values !== null) {
    slot.id = kernels.binding.createTensor([...slot.shape], slot.dtype, slot.values);
    slot.values = null;
  }
  return slot.id;
}

function slotOf(kernels: NativeKernels, tensor: Tensor): TensorSlot {
  const slot = kernels.tensorMap.get(tensor.dataId);
  if (!slot) throw new Error(`tensor ${tensor.id} is not on the native backend`);
  return slot;
}
