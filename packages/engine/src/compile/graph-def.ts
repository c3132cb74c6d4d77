/**
 * @file TensorFlow graphs as bytes: the parts of graph.proto, attr_value.proto and meta_graph.proto that are used here,
 * with their published field numbers.
 */
import { parse } from 'protobufjs';
import { mapRecord } from './map-record';

/** Value of an attribute, as in attr_value.proto; `type` is a `DataType` number. */
export type AttributeValue =
  | { readonly s: Uint8Array }
  | { readonly i: number }
  | { readonly f: number }
  | { readonly b: boolean }
  | { readonly type: number }
  | { readonly shape: readonly number[] }
  | { readonly tensor: TensorLiteral }
  | {
      readonly list: {
        readonly i?: readonly number[];
        readonly f?: readonly number[];
        readonly type?: readonly number[];
      };
    };

export interface TensorLiteral {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** One node; inputs are `name`, `name:1` (second output) or `^name` (runs before). */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeValue>>;
}

const SCHEMA = `syntax = "proto3";
message Dim { int64 size = 1; }
message Shape { repeated Dim dim = 2; }
message Tensor { int32 dtype = 1; Shape tensor_shape = 2; bytes tensor_content = 4; }
message List {
  repeated int64 i = 3 [packed = true]; repeated float f = 4 [packed = true]; repeated int32 type = 6 [packed = true];
}
message Attr {
  oneof value { List list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; Shape shape = 7; Tensor tensor = 8; }
}
message Node { string name = 1; string op = 2; repeated string input = 3; map<string, Attr> attr = 5; }
message Versions { int32 producer = 1; int32 min_consumer = 2; }
message Graph { repeated Node node = 1; Versions versions = 4; }
message MetaInfo { repeated string tags = 4; string tensorflow_version = 5; }
message MetaGraph { MetaInfo meta_info_def = 1; Graph graph_def = 2; }
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraph meta_graphs = 2; }`;

const SavedModel = parse(SCHEMA, { keepCase: true }).root.lookupType('SavedModel');

/** Version of GraphDef that TensorFlow 2.21 writes, and the oldest reader that knows these operations. */
export const GRAPH_VERSIONS = { producer: 1882, min_consumer: 12 } as const;

/** The graph as the bytes of a `saved_model.pb` with the tag `serve`. */
export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  const node = nodes.map(({ attr, ...rest }) => ({ ...rest, attr: mapRecord(attr, encodeAttribute) }));
  const metaGraph = {
    meta_info_def: { tags: ['serve'], tensorflow_version: '2.21.0' },
    graph_def: { node, versions: GRAPH_VERSIONS },
  };
  return SavedModel.encode(SavedModel.fromObject({ saved_model_schema_version: 1, meta_graphs: [metaGraph] })).finish();
}

/** The bytes of an array, without a copy. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function encodeAttribute(value: AttributeValue): object {
  if ('shape' in value) return { shape: encodeShape(value.shape) };
  if (!('tensor' in value)) return value;
  const { dtype, shape, bytes } = value.tensor;
  return { tensor: { dtype, tensor_shape: encodeShape(shape), tensor_content: bytes } };
}

function encodeShape(shape: readonly number[]): object {
  return { dim: shape.map((size) => ({ size })) };
}
