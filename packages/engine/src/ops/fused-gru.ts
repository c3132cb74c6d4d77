import type { Tensor, Tensor3D } from '@tensorflow/tfjs';
import { tf } from '../tf';
import { DTYPE, nativeKernels } from '../trace/native-kernels';
import { zeroState } from './zero-state';

type Save = (tensors: Tensor[]) => void;

/** What the forward pass leaves for the backward pass, one tensor [B, ·] for each step. */
interface GruSteps {
  readonly x: readonly Tensor[];
  /** The hidden state before the step. */
  readonly before: readonly Tensor[];
  readonly reset: readonly Tensor[];
  readonly update: readonly Tensor[];
  readonly candidate: readonly Tensor[];
}

/**
 * `gru` as TensorFlow's GRUBlockCell and GRUBlockCellGrad, one operation for each step.
 *
 * Only valid in a trace for the native engine.
 */
export function fusedGru(x: Tensor, kernel: Tensor, bias: Tensor): Tensor3D {
  const inputs = tf.transpose(x, [1, 0, 2]);
  const start = zeroState(inputs, bias.size / 3);
  const layer = tf.customGrad((...given) => {
    const [inputs, kernel, bias, save] = given as [Tensor, Tensor, Tensor, Save];
    const weights = splitWeights(kernel, bias);
    const { states, steps } = forward(tf.unstack(inputs), start, weights);
    save([inputs, ...weights, ...Object.values(steps).flat()]);
    return { value: tf.stack(states, 1), gradFunc: (gradient: Tensor, saved: Tensor[]) => backward(gradient, saved) };
  });
  return layer(inputs, kernel, bias) as Tensor3D;
}

/** The weights as GRUBlockCell takes them: gate kernel, candidate kernel, gate bias, candidate bias. */
function splitWeights(kernel: Tensor, bias: Tensor): Tensor[] {
  const [rowCount = 0, columnCount = 0] = kernel.shape;
  const unitCount = columnCount / 3;
  return [
    tf.slice(kernel, [0, 0], [rowCount, 2 * unitCount]),
    tf.slice(kernel, [0, 2 * unitCount], [rowCount, unitCount]),
    tf.slice(bias, [0], [2 * unitCount]),
    tf.slice(bias, [2 * unitCount], [unitCount]),
  ];
}

function forward(x: Tensor[], start: Tensor, weights: Tensor[]): { states: Tensor[]; steps: GruSteps } {
  const cells: Tensor[][] = [];
  for (const input of x) cells.push(runCell('GRUBlockCell', [input, cells.at(-1)?.[3] ?? start, ...weights]));
  const column = (index: number): Tensor[] => cells.map((cell) => cell[index] as Tensor);
  const states = column(3);
  const before = [start, ...states.slice(0, -1)];
  return { states, steps: { x, before, reset: column(0), update: column(1), candidate: column(2) } };
}

/** Gradients of inputs [T, B, I], kernel and bias. @param gradient of the hidden states [B, T, U] */
function backward(gradient: Tensor, [inputs, ...saved]: Tensor[]): Tensor[] {
  const [weights, perStep] = [saved.slice(0, 4), saved.slice(4)];
  const above = tf.unstack(gradient, 1);
  const at = (index: number, t: number): Tensor => perStep[index * above.length + t] as Tensor;
  const cells: Tensor[][] = [];
  for (let t = above.length - 1; t >= 0; t--) {
    const later = cells[0]?.[1];
    const hidden = later ? tf.add(above[t] as Tensor, later) : (above[t] as Tensor);
    cells.unshift(runCell('GRUBlockCellGrad', [at(0, t), at(1, t), ...weights, at(2, t), at(3, t), at(4, t), hidden]));
  }
  const before = tf.concat(perStep.slice(above.length, 2 * above.length));
  const reset = tf.concat(perStep.slice(2 * above.length, 3 * above.length));
  const column = (index: number): Tensor[] => cells.map((cell) => cell[index] as Tensor);
  const [candidateSums, gateSums] = [tf.concat(column(2)), tf.concat(column(3))];
  const rows = tf.reshape(inputs as Tensor, [before.shape[0] ?? 0, -1]);
  const kernels = [
    tf.matMul(tf.concat([rows, before], 1), gateSums, true),
    tf.matMul(tf.concat([rows, tf.mul(before, reset)], 1), candidateSums, true),
  ];
  return [tf.stack(column(0)), tf.concat(kernels, 1), tf.concat([tf.sum(gateSums, 0), tf.sum(candidateSums, 0)])];
}

/** One step: reset, update, candidate, state; or the gradients of x, the state before, candidate sums, gate sums. */
function runCell(op: string, inputs: Tensor[]): Tensor[] {
  const kernels = nativeKernels();
  const type = { name: 'T', type: kernels.binding.TF_ATTR_TYPE, value: DTYPE.float32 };
  return kernels.executeMultipleOutputs(op, [type], inputs, 4);
}
