import type { ParameterValues } from '@tsdistill/contracts';
import { tf } from '../tf';
import { sizeOf } from './check-feeds';
import type { FeedArrays, FeedSpec, FeedSpecs } from './feed-spec';
import type { Tensors } from './forward-context';

/** Tensors of the parameters; the caller disposes them. */
export function parameterTensors(values: ParameterValues): Tensors {
  return mapRecord(values, ({ values: array, shape }) => tf.tensor(array, [...shape], 'float32'));
}

/** Tensors of the feeds; the caller disposes them. */
export function feedTensors(specs: FeedSpecs, feeds: FeedArrays): Tensors {
  return mapRecord(specs, ({ shape, dtype }, name) => tf.tensor(feeds[name] ?? [], [...shape], dtype));
}

/** Feeds of zeros: tracing needs shapes and types only. */
export function zeroTensors(specs: FeedSpecs): Tensors {
  return mapRecord(specs, ({ shape, dtype }) => tf.tensor(zeros({ shape, dtype }), [...shape], dtype));
}

/** The record with the names prefixed. */
export function prefixed<Value>(prefix: string, record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

export function mapRecord<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In, name: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

function zeros({ shape, dtype }: FeedSpec): Float32Array | Int32Array {
  return dtype === 'float32' ? new Float32Array(sizeOf(shape)) : new Int32Array(sizeOf(shape));
}
