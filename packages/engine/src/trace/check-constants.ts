import { PipelineError } from '@tsdistill/contracts';
import type { NativeArray } from './native-kernels';
import type { TracedConstant, TracedGraph, TracedOp } from './traced-graph';
import { DTYPE } from './native-kernels';

/** Inputs that hold shapes, axes or paddings: the kernels make these int32 arrays themselves. */
const STRUCTURAL_INPUTS: Readonly<Record<string, readonly number[]>> = {
  ...inputsOf([0], ['AvgPool3DGrad', 'AvgPoolGrad', 'Conv2DBackpropInput', 'Conv3DBackpropInputV2']),
  ...inputsOf([0], ['DepthwiseConv2dNativeBackpropInput', 'Fill', 'StatelessRandomUniform']),
  ...inputsOf([1], ['All', 'Any', 'Max', 'Mean', 'Min', 'Prod', 'Sum', 'ReverseV2', 'Reshape', 'Tile', 'Transpose']),
  ...inputsOf([1], ['Conv2DBackpropFilter', 'Conv3DBackpropFilterV2', 'DepthwiseConv2dNativeBackpropFilter']),
  ...inputsOf([1], ['MirrorPad', 'PadV2', 'SparseToDense', 'SplitV', 'UniqueV2']),
  ...inputsOf([1], ['ResizeBilinear', 'ResizeNearestNeighbor', 'ResizeNearestNeighborGrad']),
  ...inputsOf([1, 2], ['BatchToSpaceND', 'SpaceToBatchND', 'Slice']),
  ...inputsOf([1, 2, 3], ['StridedSlice']),
  ...inputsOf([2], ['ScatterNd']),
  ...inputsOf([3], ['CropAndResize']),
};

/**
 * Refuses arrays that JavaScript made during the trace: a dropout mask made there would be the same in every step.
 *
 * Allowed are single elements, arrays of one value (zeros, ones), shapes of kernels, and `constant(values, shape)`.
 *
 * @throws PipelineError TRACE_LARGE_CONST
 */
export function checkConstants(graph: TracedGraph): void {
  for (const op of graph.ops) op.inputs.forEach((id, input) => checkInput(op, input, graph.constants.get(id)));
}

function checkInput({ op }: TracedOp, input: number, constant: TracedConstant | undefined): void {
  if (!constant || constant.declared || isUniform(constant.values) || constant.dtype === DTYPE.int64) return;
  if (constant.dtype === DTYPE.int32 && STRUCTURAL_INPUTS[op]?.includes(input)) return;
  throw new PipelineError('TRACE_LARGE_CONST', { op, input, shape: constant.shape });
}

function isUniform(values: NativeArray): boolean {
  return values.every((value) => Object.is(value, values[0]));
}

function inputsOf(inputs: readonly number[], ops: readonly string[]): Record<string, readonly number[]> {
  return Object.fromEntries(ops.map((op) => [op, inputs]));
}
