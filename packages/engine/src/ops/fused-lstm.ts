import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { Int64Scalar } from '@tensorflow/tfjs-node/dist/int64_tensors';
import { tf } from '../tf';
import { DTYPE, nativeKernels } from '../trace/native-kernels';
import { zeroState } from './zero-state';

/**
 * `lstm` as TensorFlow's BlockLSTMV2, with BlockLSTMGradV2 as its gradient: one operation for the whole sequence.
 *
 * Only valid in a trace for the native engine.
 */
export function fusedLstm(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  const hidden = blockLstm(tf.transpose(x, [1, 0, 2]), kernel, bias);
  return tf.transpose(hidden, [1, 0, 2]) as Tensor3D;
}

/** @param x [T, B, I] @returns [T, B, U] */
function blockLstm(x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  const stepCount = new Int64Scalar(x.shape[0] ?? 0);
  const peephole = tf.zeros([bias.size / 4]);
  const state = zeroState(x, bias.size / 4);
  const layer = tf.customGrad((...given) => {
    const [x, kernel, bias, save] = given as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
    const inputs = [x, state, state, kernel, peephole, peephole, peephole, bias];
    const outputs = runBlock('BlockLSTMV2', [stepCount, ...inputs], 7);
    save([...inputs, ...outputs]);
    const gradFunc = (gradient: Tensor, saved: Tensor[]): Tensor[] => {
      const cellGradient = tf.zeros(gradient.shape);
      const gradients = runBlock('BlockLSTMGradV2', [stepCount, ...saved, cellGradient, gradient], 8);
      return [gradients[0], gradients[3], gradients[7]] as Tensor[];
    };
    return { value: outputs[6] as Tensor, gradFunc };
  });
  return layer(x, kernel, bias);
}

function runBlock(op: string, inputs: readonly unknown[], outputCount: number): Tensor[] {
  const kernels = nativeKernels();
  const { TF_ATTR_BOOL: bool, TF_ATTR_FLOAT: float, TF_ATTR_TYPE: type } = kernels.binding;
  const clip = op === 'BlockLSTMV2' ? [{ name: 'cell_clip', type: float, value: 0 }] : [];
  const attributes = [
    ...clip,
    { name: 'use_peephole', type: bool, value: false },
    { name: 'T', type, value: DTYPE.float32 },
  ];
  return kernels.executeMultipleOutputs(op, attributes, inputs, outputCount);
}
