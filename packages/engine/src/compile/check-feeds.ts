import { PipelineError, sizeOf } from '@tsdistill/contracts';
import type { FeedArrays, FeedSpec, FeedSpecs } from './feed-spec';

/**
 * Checks arrays against what was compiled: the native library itself would broadcast a wrong shape silently.
 *
 * @throws PipelineError FEED_UNKNOWN, FEED_MISSING, FEED_DTYPE, FEED_SHAPE
 */
export function checkFeeds(specs: FeedSpecs, feeds: FeedArrays): void {
  for (const name in feeds) {
    if (!Object.hasOwn(specs, name)) throw new PipelineError('FEED_UNKNOWN', { name, known: Object.keys(specs) });
  }
  for (const name in specs) checkFeed(name, specs[name] as FeedSpec, feeds);
}

/** The specifications with the batch size in place of -1. */
export function withBatch(specs: FeedSpecs, batch: number): FeedSpecs {
  const sized = ({ shape, dtype }: FeedSpec): FeedSpec => ({ shape: [batch, ...shape.slice(1)], dtype });
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, sized(spec)]));
}

function checkFeed(name: string, { shape, dtype }: FeedSpec, feeds: FeedArrays): void {
  const values = feeds[name];
  if (values === undefined) throw new PipelineError('FEED_MISSING', { name, found: Object.keys(feeds) });
  const type = dtype === 'float32' ? Float32Array : Int32Array;
  if (!(values instanceof type)) {
    const found = (values as object).constructor.name;
    throw new PipelineError('FEED_DTYPE', { name, expected: type.name, found });
  }
  const expected = sizeOf(shape);
  if (values.length !== expected)
    throw new PipelineError('FEED_SHAPE', { name, shape, expected, found: values.length });
}
