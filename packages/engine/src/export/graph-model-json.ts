/** @file A graph as the JSON of tfjs's GraphModel format: proto3 JSON, weights apart in one binary file. */
import type { AttributeValue, GraphNode } from '../compile/graph-def';
import { GRAPH_VERSIONS } from '../compile/graph-def';
import { mapRecord } from '../compile/map-record';
import { DTYPE } from '../trace/native-kernels';
import type { TracedValue } from '../trace/traced-graph';

/** One entry of the weights manifest. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** The topology, and the constants in the order of the binary file. */
export interface GraphModelParts {
  readonly modelTopology: object;
  readonly weights: readonly WeightSpec[];
  readonly data: readonly Uint8Array[];
}

const DTYPE_NAMES: ReadonlyMap<number, keyof typeof DTYPE> = new Map(
  (Object.keys(DTYPE) as (keyof typeof DTYPE)[]).map((name) => [DTYPE[name], name]),
);
const PROTO_NAMES = { float32: 'DT_FLOAT', int32: 'DT_INT32', string: 'DT_STRING', int64: 'DT_INT64', bool: 'DT_BOOL' };

export function graphModelParts(nodes: readonly GraphNode[]): GraphModelParts {
  const literals = nodes.flatMap(({ name, attr }) => {
    const value = attr['value'];
    return value && 'tensor' in value ? [{ name, ...value.tensor }] : [];
  });
  const node = nodes.map(({ name, op, input, attr }) => ({ name, op, input, attr: mapRecord(attr, attributeJson) }));
  return {
    modelTopology: { node, versions: { producer: GRAPH_VERSIONS.producer } },
    weights: literals.map(({ name, shape, dtype }) => ({ name, shape, dtype: dtypeName(dtype) })),
    data: literals.map(({ bytes }) => bytes),
  };
}

/** A signature entry for each value: a node of the same name, its type and shape (-1 for the batch). */
export function signatureJson(values: Readonly<Record<string, TracedValue>>): Record<string, object> {
  return mapRecord(values, ({ dtype, shape }, name) => {
    return { name: `${name}:0`, dtype: PROTO_NAMES[dtypeName(dtype)], tensorShape: shapeJson(shape) };
  });
}

/** 64-bit integers are strings and bytes are base64, as proto3 JSON demands; literals leave their values out. */
function attributeJson(value: AttributeValue): object {
  if ('type' in value) return { type: PROTO_NAMES[dtypeName(value.type)] };
  if ('shape' in value) return { shape: shapeJson(value.shape) };
  if ('i' in value) return { i: String(value.i) };
  if ('s' in value) return { s: Buffer.from(value.s).toString('base64') };
  if (!('tensor' in value)) return value;
  const { dtype, shape } = value.tensor;
  return { tensor: { dtype: PROTO_NAMES[dtypeName(dtype)], tensorShape: shapeJson(shape) } };
}

function dtypeName(dtype: number): keyof typeof DTYPE {
  const name = DTYPE_NAMES.get(dtype);
  if (!name) throw new Error(`TensorFlow type ${dtype} has no name in tfjs`);
  return name;
}

function shapeJson(shape: readonly number[]): object {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}
