import { PipelineError } from '@tsdistill/contracts';
import { type Attribute, DTYPE, nativeKernels } from '../trace/native-kernels';
import type { TracedConstant, TracedGraph } from '../trace/traced-graph';
import { type AttributeValue, bytesOf, type GraphNode } from './graph-def';

export const FLOAT: AttributeValue = { type: DTYPE.float32 };

/** Collects nodes of a graph; every method returns the name of the node it adds. */
export interface GraphBuilder {
  readonly nodes: readonly GraphNode[];
  add(name: string, op: string, input?: readonly string[], attr?: GraphNode['attr']): string;
  placeholder(name: string, dtype: number, shape: readonly number[]): string;
  constant(name: string, dtype: number, shape: readonly number[], values: ArrayBufferView): string;
  scalar(name: string, value: number): string;
}

export function graphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const add: GraphBuilder['add'] = (name, op, input = [], attr = {}) => {
    nodes.push({ name, op, input, attr });
    return name;
  };
  const constant: GraphBuilder['constant'] = (name, dtype, shape, values) =>
    add(name, 'Const', [], { dtype: { type: dtype }, value: { tensor: { dtype, shape, bytes: bytesOf(values) } } });
  return {
    nodes,
    add,
    constant,
    placeholder: (name, dtype, shape) => add(name, 'Placeholder', [], { dtype: { type: dtype }, shape: { shape } }),
    scalar: (name, value) => constant(name, DTYPE.float32, [], Float32Array.of(value)),
  };
}

/**
 * Adds the operations of a trace under `op/` and its constants under `const/`.
 *
 * @param inputs the node that stands for each input of the trace
 * @returns the node of each output of the trace
 */
export function addTrace(
  builder: GraphBuilder,
  graph: TracedGraph,
  inputs: Readonly<Record<string, string>>,
): Record<string, string> {
  const nodeOf = new Map(Object.entries(inputs).map(([name, node]) => [graph.inputs[name]?.id, node]));
  const resolve = (id: number): string => {
    const known = nodeOf.get(id);
    if (known !== undefined) return known;
    const node = addConstant(builder, `const/${id}`, graph.constants.get(id));
    nodeOf.set(id, node);
    return node;
  };
  graph.ops.forEach(({ op, attributes, inputs: ids, outputs }, position) => {
    const attr = Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeValue(op, attribute)]));
    const node = builder.add(`op/${op.replace(/^_/, '')}_${position}`, op, ids.map(resolve), attr);
    outputs.forEach(({ id }, index) => nodeOf.set(id, index === 0 ? node : `${node}:${index}`));
  });
  return Object.fromEntries(Object.entries(graph.outputs).map(([name, { id }]) => [name, resolve(id)]));
}

function addConstant(builder: GraphBuilder, name: string, constant: TracedConstant | undefined): string {
  if (!constant) throw new Error(`the trace reads ${name}, which it does not hold`);
  const { dtype, shape, values } = constant;
  return builder.constant(name, dtype, shape, dtype === DTYPE.bool ? Uint8Array.from(values) : values);
}

/** @throws PipelineError TRACE_ATTRIBUTE */
function attributeValue(op: string, { name, type, value }: Attribute): AttributeValue {
  const { binding } = nativeKernels();
  if (type === binding.TF_ATTR_BOOL) return { b: value as boolean };
  if (type === binding.TF_ATTR_STRING) return { s: Buffer.from(value as string) };
  if (type === binding.TF_ATTR_SHAPE) return { shape: value as readonly number[] };
  if (type === binding.TF_ATTR_INT) return numeric('i', value);
  if (type === binding.TF_ATTR_FLOAT) return numeric('f', value);
  if (type === binding.TF_ATTR_TYPE) return numeric('type', value);
  throw new PipelineError('TRACE_ATTRIBUTE', { op, attribute: name, type });
}

function numeric(kind: 'i' | 'f' | 'type', value: unknown): AttributeValue {
  return (
    Array.isArray(value) ? { list: { [kind]: value as number[] } } : { [kind]: value as number }
  ) as AttributeValue;
}
