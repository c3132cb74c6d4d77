import type { Tensor } from '@tensorflow/tfjs';
import { PipelineError } from '@tsdistill/contracts';
import { loadEngine } from '../load-engine';
import { tf } from '../tf';
import { freeTensors } from './free-tensors';
import { mergeBatches, TRACE_BATCHES } from './merge-batches';
import { trace } from './trace';
import type { TracedGraph } from './traced-graph';

beforeAll(() => loadEngine());

type Body = (x: Tensor, batch: number) => Tensor;

/** Both traces of a function of x [batch, 4], merged. */
function merge(body: Body): TracedGraph {
  const [first, second] = TRACE_BATCHES.map((batch) =>
    freeTensors(() => {
      const x = tf.zeros([batch, 4]);
      return trace({ x }, (mark) => mark('y', body(x, batch)));
    }),
  );
  return mergeBatches(first!, second!);
}

function codeOf(body: Body): string {
  try {
    merge(body);
    return 'none';
  } catch (error) {
    return error instanceof PipelineError ? error.code : String(error);
  }
}

/** The constant that an operation reads as its last input. */
function lastConstant(graph: TracedGraph, op: string): number[] {
  const inputs = graph.ops.find((traced) => traced.op === op)!.inputs;
  return [...graph.constants.get(inputs.at(-1)!)!.values];
}

it('the batch in a target shape becomes -1, and so do shapes of inputs and outputs', () => {
  const graph = merge((x, batch) => tf.reshape(x, [batch, 2, 2]));
  expect(lastConstant(graph, 'Reshape')).toEqual([-1, 2, 2]);
  expect(graph.inputs['x']!.shape).toEqual([-1, 4]);
  expect(graph.outputs['y']!.shape).toEqual([-1, 2, 2]);
});

it('a multiple of the batch in a target shape becomes -1', () => {
  expect(
    lastConstant(
      merge((x, batch) => tf.reshape(x, [2 * batch, 2])),
      'Reshape',
    ),
  ).toEqual([-1, 2]);
});

it('the batch as a slice size becomes -1', () => {
  expect(
    lastConstant(
      merge((x, batch) => tf.slice(x, [0, 1], [batch, 2])),
      'Slice',
    ),
  ).toEqual([-1, 2]);
});

describe('what the batch alone does not determine is refused', () => {
  it.each<[string, string, Body]>([
    ['zeros of the batch size', 'TRACE_BATCH_CONSTANT', (x, batch) => tf.add(x, tf.zeros([batch, 4]))],
    ['a division by the batch size', 'TRACE_BATCH_CONSTANT', (x, batch) => tf.div(x, batch)],
    [
      'a slice of the first half of the rows',
      'TRACE_BATCH_CONSTANT',
      (x, batch) => tf.slice(tf.reshape(x, [2 * batch, 2]), [0, 0], [batch, 2]),
    ],
    ['a slice without the last row', 'TRACE_BATCH_CONSTANT', (x, batch) => tf.slice(x, [0, 0], [batch - 1, 4])],
    [
      'two entries of a shape',
      'TRACE_BATCH_CONSTANT',
      (x, batch) => tf.reshape(tf.matMul(x, x, false, true), [1, batch, batch]),
    ],
    ['a loop over the batch', 'TRACE_BATCH_GRAPH', (x) => tf.addN(tf.unstack(x))],
    ['a branch on the batch', 'TRACE_BATCH_GRAPH', (x, batch) => (batch > 6 ? tf.neg(x) : tf.square(x))],
    ['another attribute', 'TRACE_BATCH_GRAPH', (x, batch) => tf.matMul(x, x, batch > 6, batch < 6)],
    [
      'other operands of one operation',
      'TRACE_BATCH_GRAPH',
      (x, batch) => {
        const [a, b] = [tf.exp(x), tf.exp(x)];
        return tf.add(tf.sub(a, b), batch > 6 ? a : b);
      },
    ],
  ])('%s', (_, code, body) => expect(codeOf(body)).toBe(code));
});

it('the error names the operation and both values', () => {
  expect(() => merge((x, batch) => tf.div(x, batch))).toThrow(
    'Input 1 of RealDiv depends on the batch: [5] at batch 5, [7] at 7.',
  );
});
