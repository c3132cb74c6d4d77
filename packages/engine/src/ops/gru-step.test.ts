import type { Tensor } from '@tensorflow/tfjs';
import { compileStep } from '../compile/compile-step';
import type { LossFunction } from '../compile/train-step';
import { loadEngine } from '../load-engine';
import { tf } from '../tf';
import { gru } from './gru';
import { gruStep } from './gru-step';

beforeAll(() => loadEngine());

const [BATCH, INPUTS, UNITS] = [3, 4, 5];

const wave = (shape: number[], seed: number) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, values: Float32Array.from({ length: size }, (_, i) => 0.8 * Math.sin(seed + i * i + 0.7 * i)) };
};
const PARAMETERS = { kernel: wave([INPUTS + UNITS, 3 * UNITS], 1), bias: wave([3 * UNITS], 2) };

/** The value of a loss and its gradient with respect to every parameter. */
function gradientsOf(parameters: Record<string, ReturnType<typeof wave>>, loss: LossFunction): number[] {
  const step = compileStep({ parameters, feeds: {}, loss, optimizer: { kind: 'momentum' } });
  const report = step.run({}, { learningRate: 0.1, seed: 0, epoch: 1 });
  const { slots } = step.state(); // after one step from zero, the momentum is the gradient
  step.dispose();
  return [report.loss, ...Object.values(slots).flatMap(({ values }) => [...values])];
}

function expectEqual(found: number[], expected: number[]): void {
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.1);
  found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2e-6));
}

/** A sum in which every element counts, and differently. */
const weighted = (states: Tensor) => {
  const weights = tf.sin(tf.range(0, states.size));
  return tf.sum(tf.mul(tf.reshape(states, [-1]), weights));
};

it('follows the last state of gru as one step more would, in value and gradients', () => {
  const steps = 4;
  const parameters = { ...PARAMETERS, x: wave([BATCH, steps, INPUTS], 3) };
  const last = (sequence: Tensor, width: number) =>
    tf.reshape(tf.slice(sequence, [0, sequence.shape[1]! - 1, 0], [BATCH, 1, width]), [BATCH, width]);
  const whole: LossFunction = ({ kernel, bias, x }) => ({ loss: weighted(last(gru(x!, kernel!, bias!), UNITS)) });
  const split: LossFunction = ({ kernel, bias, x }) => {
    const before = gru(tf.slice(x!, [0, 0, 0], [BATCH, steps - 1, INPUTS]), kernel!, bias!);
    return { loss: weighted(gruStep(last(x!, INPUTS), last(before, UNITS), kernel!, bias!)) };
  };
  expectEqual(gradientsOf(parameters, split), gradientsOf(parameters, whole));
});

it('gives every pair of input and state of the broadcast shape what the pair gives alone', () => {
  const [channels, places] = [2, 3];
  const parameters = {
    ...PARAMETERS,
    x: wave([1, channels, places, INPUTS], 4),
    hidden: wave([BATCH, channels, 1, UNITS], 5),
  };
  const together: LossFunction = ({ kernel, bias, x, hidden }) => {
    const states = gruStep(x!, hidden!, kernel!, bias!);
    expect(states.shape).toEqual([BATCH, channels, places, UNITS]);
    return { loss: weighted(states) };
  };
  const alone: LossFunction = ({ kernel, bias, x, hidden }) => {
    const row = (tensor: Tensor, at: number[], width: number) =>
      tf.reshape(tf.slice(tensor, [...at, 0], [1, 1, 1, width]), [1, width]);
    const states: Tensor[] = [];
    for (let b = 0; b < BATCH; b++)
      for (let c = 0; c < channels; c++)
        for (let p = 0; p < places; p++)
          states.push(gruStep(row(x!, [0, c, p], INPUTS), row(hidden!, [b, c, 0], UNITS), kernel!, bias!));
    return { loss: weighted(tf.concat(states)) };
  };
  expectEqual(gradientsOf(parameters, together), gradientsOf(parameters, alone));
});
