import { PipelineError } from '@tsdistill/contracts';
import type { NativeArray } from './native-kernels';
import type { TracedConstant, TracedGraph, TracedOp, TracedValue } from './traced-graph';

/** Coprime, so that a size proportional to one of them is seen to depend on it. */
export const TRACE_BATCHES = [5, 7] as const;

/** Two traces of one function, at the batches of `TRACE_BATCHES`, and which value of one is which of the other. */
interface TracePair {
  readonly first: TracedGraph;
  readonly second: TracedGraph;
  /** Id in the first trace → id in the second. */
  readonly twin: Map<number, number>;
  /** Shapes of inputs and outputs of operations, by id, in the first and in the second trace. */
  readonly shapes: readonly [Shapes, Shapes];
  /** Constants of the first trace, freed of the batch. */
  readonly constants: Map<number, TracedConstant>;
}
type Shapes = ReadonlyMap<number, readonly number[]>;

/**
 * Makes one graph for every batch size of two traces of the same function.
 *
 * As recorded, shapes are numbers. Both traces must have the same operations; where an int32 constant differs, it must
 * be a target shape or a slice size with exactly one entry that is the batch times something: that entry becomes -1.
 *
 * @throws PipelineError TRACE_BATCH_GRAPH, TRACE_BATCH_CONSTANT
 */
export function mergeBatches(first: TracedGraph, second: TracedGraph): TracedGraph {
  const pair: TracePair = {
    first,
    second,
    twin: new Map(Object.entries(first.inputs).map(([name, { id }]) => [id, second.inputs[name]?.id ?? -1])),
    shapes: [shapesOf(first), shapesOf(second)],
    constants: new Map(),
  };
  const count = Math.max(first.ops.length, second.ops.length);
  for (let position = 0; position < count; position++) mergeOp(pair, position);
  return {
    ops: first.ops,
    constants: new Map([...first.constants, ...pair.constants]),
    inputs: mergeValues(first.inputs, second.inputs),
    outputs: mergeValues(first.outputs, second.outputs),
  };
}

function mergeOp(pair: TracePair, position: number): void {
  const [one, two] = [pair.first.ops[position], pair.second.ops[position]];
  if (!one || !two || describe(one) !== describe(two)) {
    const [first, second] = [describe(one), describe(two)];
    throw new PipelineError('TRACE_BATCH_GRAPH', { position, first, second, batches: TRACE_BATCHES });
  }
  one.inputs.forEach((id, input) => {
    const other = two.inputs[input] ?? -1;
    const [constant, otherConstant] = [pair.first.constants.get(id), pair.second.constants.get(other)];
    if (constant && otherConstant) mergeConstant(pair, { one, two, input }, [constant, otherConstant]);
    else if (pair.twin.get(id) !== other) throw differentInput(position, one, input);
  });
  one.outputs.forEach(({ id }, index) => pair.twin.set(id, two.outputs[index]?.id ?? -1));
}

interface Place {
  readonly one: TracedOp;
  readonly two: TracedOp;
  readonly input: number;
}

function mergeConstant(pair: TracePair, place: Place, [one, two]: readonly [TracedConstant, TracedConstant]): void {
  if (one.shape.join() === two.shape.join() && differences(one.values, two.values).length === 0) return;
  const [index = -1, ...others] = one.values.length === two.values.length ? differences(one.values, two.values) : [];
  const isBatch = others.length === 0 && isProportional(one.values[index], two.values[index]);
  if (!isBatch || !(isTargetShape(place) || isWholeSlice(pair, place, index))) throw fixedBatch(place, one, two);
  const values = one.values.slice();
  values[index] = -1;
  pair.constants.set(place.one.inputs[place.input] ?? -1, { ...one, values });
}

function isProportional(one = NaN, two = NaN): boolean {
  return one / TRACE_BATCHES[0] === two / TRACE_BATCHES[1];
}

function isTargetShape({ one, input }: Place): boolean {
  return one.op === 'Reshape' && input === 1;
}

/** A slice that ends where its tensor ends, at both batches: there, -1 means the same. */
function isWholeSlice({ first, second, shapes }: TracePair, { one, two, input }: Place, axis: number): boolean {
  if (one.op !== 'Slice' || input !== 2) return false;
  const reachesEnd = (graph: TracedGraph, sizes: Shapes, { inputs: [x, begin, size] }: TracedOp): boolean => {
    const start = graph.constants.get(begin ?? -1)?.values[axis] ?? NaN;
    return start + (graph.constants.get(size ?? -1)?.values[axis] ?? NaN) === sizes.get(x ?? -1)?.[axis];
  };
  return reachesEnd(first, shapes[0], one) && reachesEnd(second, shapes[1], two);
}

function differences(one: NativeArray, two: NativeArray): number[] {
  return [...one.keys()].filter((index) => !Object.is(one[index], two[index]));
}

function shapesOf({ inputs, ops }: TracedGraph): Shapes {
  const values = [...Object.values(inputs), ...ops.flatMap(({ outputs }) => outputs)];
  return new Map(values.map(({ id, shape }) => [id, shape]));
}

type Values = Readonly<Record<string, TracedValue>>;

function mergeValues(first: Values, second: Values): Record<string, TracedValue> {
  const merge = (name: string, value: TracedValue): TracedValue => {
    const shape = value.shape.map((size, axis) => (size === second[name]?.shape[axis] ? size : -1));
    return { ...value, shape };
  };
  return Object.fromEntries(Object.entries(first).map(([name, value]) => [name, merge(name, value)]));
}

function describe(op: TracedOp | undefined): string {
  return op ? `${op.op} ${JSON.stringify(op.attributes)}` : 'missing';
}

function differentInput(position: number, { op }: TracedOp, input: number): PipelineError {
  const context = { first: `${op} reading one value as input ${input}`, second: `${op} reading another` };
  return new PipelineError('TRACE_BATCH_GRAPH', { position, ...context, batches: TRACE_BATCHES });
}

function fixedBatch({ one: { op }, input }: Place, one: TracedConstant, two: TracedConstant): PipelineError {
  const [first, second] = [one, two].map(({ values, shape }) =>
    values.length > 8 ? `an array [${shape}]` : `[${values.join(', ')}]`,
  );
  const context = { op, input, first: first ?? '', second: second ?? '', batches: TRACE_BATCHES };
  return new PipelineError('TRACE_BATCH_CONSTANT', context);
}
