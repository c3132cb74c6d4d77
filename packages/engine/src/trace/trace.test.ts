import type { Tensor } from '@tensorflow/tfjs';
import { PipelineError } from '@tsdistill/contracts';
import { compileStep } from '../compile/compile-step';
import type { LossFunction } from '../compile/train-step';
import { loadEngine } from '../load-engine';
import { tf } from '../tf';
import { constant } from './constant';
import { nativeKernels } from './native-kernels';
import { trace } from './trace';

beforeAll(() => loadEngine());

/** Traces `body` on a parameter w [4, 8] and a feed x [4, 8] as the loss of a step would be, and gives the error code. */
function codeOf(body: (w: Tensor, x: Tensor) => unknown): string {
  const [w, x] = [tf.ones([4, 8]), tf.ones([4, 8])];
  try {
    trace({ 'parameter/w': w, 'feed/x': x }, (mark) => mark('y', body(w, x) as Tensor));
    return 'none';
  } catch (error) {
    return error instanceof PipelineError ? error.code : String(error);
  } finally {
    tf.dispose([w, x]);
  }
}

/** The error code of compiling a step with the loss sum(body(w, x)). */
function codeOfStep(loss: LossFunction): string {
  const parameters = { w: { shape: [4, 8], values: new Float32Array(32).fill(0.5) } };
  const feeds = { x: { shape: [4, 8], dtype: 'float32' } } as const;
  try {
    compileStep({ parameters, feeds, loss, optimizer: { kind: 'sgd' } }).dispose();
    return 'none';
  } catch (error) {
    return error instanceof PipelineError ? error.code : String(error);
  }
}

describe('a value that is read into JavaScript', () => {
  it.each<[string, (w: Tensor, x: Tensor) => unknown]>([
    ['by dataSync of an input', (w, x) => tf.mul(w, x.dataSync()[0]!)],
    ['by dataSync of a result', (w) => tf.mul(w, tf.sum(w).dataSync()[0]!)],
    ['by a branch', (w) => ((tf.max(w).arraySync() as number) > 0 ? tf.neg(w) : w)],
    ['by print', (w) => (tf.neg(w).print(), w)],
    ['by gather with traced indices', (w) => tf.gather(w, tf.argMax(w, 1))],
    ['by data() that nobody awaits', (w) => (void tf.neg(w).data(), w)],
  ])('is refused: %s', (_, body) => expect(codeOf(body)).toBe('TRACE_VALUE_READ'));

  it('is refused even when the function swallows the error', () => {
    const swallow = (w: Tensor): Tensor => {
      try {
        return tf.mul(w, tf.sum(w).dataSync()[0]!);
      } catch {
        return w;
      }
    };
    expect(codeOf(swallow)).toBe('TRACE_VALUE_READ');
  });

  it('is allowed for constants, which are the same in every run', () => {
    expect(codeOf((w) => tf.mul(w, constant([1, 2], [2]).dataSync()[1]!))).toBe('none');
  });
});

describe('a tensor made before the trace', () => {
  it('is refused when it is in the native library', () => {
    const before = tf.neg(tf.ones([4, 8]));
    expect(codeOf((w) => tf.add(w, before))).toBe('TRACE_CAPTURE');
    expect(codeOf(() => before)).toBe('TRACE_CAPTURE');
  });

  it('is refused when it is still waiting for its upload', () => {
    const before = tf.tensor(new Float32Array(32), [4, 8]);
    expect(codeOf((w) => tf.add(w, before))).toBe('TRACE_CAPTURE');
    expect(codeOf(() => before)).toBe('TRACE_CAPTURE');
  });

  it('is refused when it is a variable', () => {
    const before = tf.variable(tf.ones([4, 8]));
    expect(codeOf((w) => tf.add(w, before))).toBe('TRACE_CAPTURE');
  });

  it('is refused when it was declared with constant, but outside', () => {
    const before = constant(new Float32Array(32), [4, 8]);
    expect(codeOf((w) => tf.add(w, before))).toBe('TRACE_CAPTURE');
  });
});

describe('an array made by JavaScript during the trace', () => {
  it.each<[string, (w: Tensor, x: Tensor) => unknown]>([
    ['seeded dropout of 640 elements', (w) => tf.dropout(tf.tile(w, [1, 20]), 0.5, undefined, 7)],
    ['seeded dropout of 32 elements', (w) => tf.dropout(w, 0.5, undefined, 7)],
    ['seeded dropout of 2 elements', (w) => tf.dropout(tf.slice(w, [0, 0], [1, 2]), 0.5, undefined, 7)],
    ['a table of floats', (w) => tf.mul(w, tf.tensor1d([1, 2, 3, 4, 5, 6, 7, 8]))],
    ['a list of indices', (w) => tf.gather(w, tf.tensor1d([0, 1], 'int32'))],
    [
      'a mask of booleans',
      (w) => tf.where(tf.tensor1d([true, false, true, true, true, true, true, true], 'bool'), w, 0),
    ],
  ])('is refused: %s', (_, body) => expect(codeOf(body)).toBe('TRACE_LARGE_CONST'));

  it.each<[string, (w: Tensor, x: Tensor) => unknown]>([
    ['single numbers', (w) => tf.add(tf.mul(w, 2.5), tf.scalar(3))],
    ['arrays of one value', (w) => tf.add(w, tf.zeros([4, 8]))],
    [
      'shapes, axes and paddings of kernels',
      (w) =>
        tf.pad(tf.transpose(tf.reshape(w, [2, 16])), [
          [1, 2],
          [0, 3],
        ]),
    ],
    [
      'tables declared with constant',
      (w) => tf.gather(tf.mul(w, constant([1, 2, 3, 4, 5, 6, 7, 8], [8])), constant(Int32Array.of(0, 2), [2])),
    ],
    ['arrays that nothing reads', (w) => (tf.neg(tf.tensor1d([1, 2, 3])), w)],
  ])('is allowed: %s', (_, body) => expect(codeOf(body)).toBe('none'));
});

it.each<[string, (w: Tensor) => unknown]>([
  ['tf.multinomial', (w) => tf.multinomial(w as tf.Tensor2D, 3)],
  ['tf.multinomial with a seed', (w) => tf.multinomial(w as tf.Tensor2D, 3, 7)],
  ['dropout without a seed', (w) => tf.dropout(w, 0.5)],
  ['Math.random', (w) => tf.mul(w, Math.random())],
])('randomness that no checkpoint holds is refused: %s', (_, body) => expect(codeOf(body)).toBe('TRACE_RANDOM'));

it('strings are refused', () => {
  expect(codeOf(() => tf.reshape(tf.tensor1d(['a', 'b'], 'string'), [1, 2]))).toBe('TRACE_STRING');
});

describe('asynchronous functions are refused', () => {
  it('when the loss is async', () => {
    const loss = async ({ w }: { w?: Tensor }) => Promise.resolve({ loss: tf.sum(w!) });
    expect(codeOfStep(loss as unknown as LossFunction)).toBe('TRACE_ASYNC');
  });

  it('when a term is a promise', () => {
    const loss = ({ w }: { w?: Tensor }) => ({ loss: tf.sum(w!), late: tf.whereAsync(tf.greater(w!, 0)) });
    expect(codeOfStep(loss as unknown as LossFunction)).toBe('TRACE_VALUE_READ');
  });

  it('and what they do later throws nowhere', async () => {
    const loss = async ({ w }: { w?: Tensor }) => {
      await Promise.resolve();
      return { loss: tf.sum(w!) };
    };
    expect(codeOfStep(loss as unknown as LossFunction)).toBe('TRACE_ASYNC');
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a disposed tensor is refused', () => {
  it('as an output', () => {
    const disposed = (w: Tensor): Tensor => {
      const y = tf.neg(w);
      y.dispose();
      return y;
    };
    const [w] = [tf.ones([2])];
    expect(() => trace({ w }, (mark) => mark('y', disposed(w)))).toThrow('The output "y" was disposed');
    w.dispose();
  });

  it('as an input of an operation', () => {
    const disposed = (w: Tensor): Tensor => {
      const y = tf.neg(w);
      y.dispose();
      return tf.add(y, 1);
    };
    expect(codeOf(disposed)).toBe('TRACE_DISPOSED');
  });
});

it('a trace inside a trace is refused', () => {
  expect(codeOf((w) => (trace({ w }, (mark) => mark('y', tf.neg(w))), w))).toBe('TRACE_NESTED');
});

it('compiling or running a step inside a trace is refused', () => {
  const parameters = { w: { shape: [], values: Float32Array.of(1) } };
  const feeds = { x: { shape: [], dtype: 'float32' } } as const;
  const loss: LossFunction = ({ w }, { x }) => ({ loss: tf.mul(w!, x!) });
  const compile = () => compileStep({ parameters, feeds, loss, optimizer: { kind: 'sgd' } });
  const step = compile();
  const run = () => step.run({ x: Float32Array.of(1) }, { learningRate: 0.1, seed: 0, epoch: 1 });
  expect(codeOf((w) => (compile(), w))).toBe('TRACE_NESTED');
  expect(codeOf((w) => (run(), w))).toBe('TRACE_NESTED');
  step.dispose();
});

it('an operation without a gradient is named', () => {
  expect(codeOfStep(({ w }) => ({ loss: tf.sum(tf.topk(w!, 2).values) }))).toBe('GRAD_UNDEFINED');
});

it('a parameter that the loss does not use is named', () => {
  const parameters = {
    used: { shape: [], values: Float32Array.of(1) },
    idle: { shape: [2], values: new Float32Array(2) },
  };
  const loss: LossFunction = ({ used }) => ({ loss: tf.square(used!) });
  expect(() => compileStep({ parameters, feeds: {}, loss, optimizer: { kind: 'sgd' } })).toThrow(
    expect.objectContaining({ code: 'GRAD_UNUSED_PARAMETER', context: { parameters: ['idle'] } }),
  );
});

it.each<[string, LossFunction]>([
  ['is not a scalar', ({ w }) => ({ loss: w! })],
  ['is not a float', ({ w }) => ({ loss: tf.sum(tf.cast(w!, 'int32')) })],
  ['is missing', () => ({}) as never],
  ['has a reserved name', ({ w }) => ({ loss: tf.sum(w!), gradientNorm: tf.sum(w!) })],
])('a loss term is refused when it %s', (_, loss) => expect(codeOfStep(loss)).toBe('TRACE_OUTPUT'));

it('an output may be an input itself', () => expect(codeOf((w) => tf.clone(w))).toBe('none'));

it('a refused trace leaves the backend, Math.random and the number of tensors as they were', () => {
  const { binding } = nativeKernels();
  const { random } = Math;
  const before = [tf.memory().numTensors, binding.getNumOfTensors()];
  expect(codeOf((w) => tf.mul(tf.neg(w), tf.sum(w).dataSync()[0]!))).toBe('TRACE_VALUE_READ');
  expect(codeOf((w) => tf.dropout(w, 0.5))).toBe('TRACE_RANDOM');
  expect([tf.memory().numTensors, binding.getNumOfTensors()]).toEqual(before);
  expect(nativeKernels().binding).toBe(binding);
  expect(Math.random).toBe(random);
});

it('only operations that an output needs are kept', () => {
  const [w] = [tf.ones([2])];
  const graph = trace({ w }, (mark) => {
    tf.exp(tf.neg(w));
    mark('y', tf.square(w));
  });
  expect(graph.ops.map(({ op }) => op)).toEqual(['Square']);
});
