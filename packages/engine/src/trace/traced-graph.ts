import type { Attribute, NativeArray } from './native-kernels';

/** One value of a trace: an input, a constant or an output of an operation, known by its id. */
export interface TracedValue {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

export interface TracedOp {
  readonly op: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly TracedValue[];
}

export interface TracedConstant {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly values: NativeArray;
  /** Made by `constant(values, shape)`. */
  readonly declared: boolean;
}

/** What a function did, as data: live operations in order, the constants they read, inputs and outputs by name. */
export interface TracedGraph {
  readonly ops: readonly TracedOp[];
  readonly constants: ReadonlyMap<number, TracedConstant>;
  readonly inputs: Readonly<Record<string, TracedValue>>;
  readonly outputs: Readonly<Record<string, TracedValue>>;
}

/** The graph with only the operations that its outputs need. */
export function pruneOps(graph: TracedGraph): TracedGraph {
  const producers = new Map(graph.ops.flatMap((op) => op.outputs.map(({ id }) => [id, op] as const)));
  const live = new Set<TracedOp>();
  const pending = Object.values(graph.outputs).map(({ id }) => id);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const op = producers.get(id);
    if (!op || live.has(op)) continue;
    live.add(op);
    pending.push(...op.inputs);
  }
  return { ...graph, ops: graph.ops.filter((op) => live.has(op)) };
}
