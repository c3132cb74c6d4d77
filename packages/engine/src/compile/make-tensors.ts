import { type ParameterValues, sizeOf } from '@tsdistill/contracts';
import { tf } from '../tf';
import type { FeedArrays, FeedSpecs } from './feed-spec';
import type { Tensors } from './forward-context';
import { mapRecord } from './map-record';

/** Tensors of the parameters; the caller disposes them. */
export function parameterTensors(values: ParameterValues): Tensors {
  return mapRecord(values, ({ values: array, shape }) => tf.tensor(array, [...shape], 'float32'));
}

/** Tensors of the feeds; the caller disposes them. */
export function feedTensors(specs: FeedSpecs, feeds: FeedArrays): Tensors {
  return mapRecord(specs, ({ shape, dtype }, name) => tf.tensor(feeds[name] ?? [], [...shape], dtype));
}

/** Feeds of zeros, for a trace: it needs shapes and types only. The caller disposes them. */
export function zeroTensors(specs: FeedSpecs): Tensors {
  return mapRecord(specs, ({ shape, dtype }) => {
    const size = sizeOf(shape);
    return tf.tensor(dtype === 'float32' ? new Float32Array(size) : new Int32Array(size), [...shape], dtype);
  });
}
