import { addSteps, hasInstants, type Step } from '@tsdistill/contracts';
import type { ReadingPlan } from '../plan-reading';
import { bucketOf } from './bucket';
import { type CombineAction, createCombiner } from './combine-rows';
import { type BucketCounts, createBucketCounter } from './count-buckets';
import type { RowSink } from './row-block';

/** Combines the rows of each step into one, and says what that changed. */
export type Resampler = RowSink & {
  /** Rows that went into another one, and rows that were moved to the beginning of their step. */
  changed(): number;
  buckets(): BucketCounts;
};

type Clock = Pick<ReadingPlan, 'step' | 'zone' | 'conversion'>;

export function createResampler(clock: Clock, actions: readonly CombineAction[], next: RowSink): Resampler {
  const { zone, conversion } = clock;
  const step = withBuckets(clock.step);
  const toLocal =
    conversion === 'utc-to-bucket' ? (timeMs: number) => zone.toLocal(timeMs) : (timeMs: number) => timeMs;
  const bucketAt = bucketOf(step);
  const counter = createBucketCounter((keyMs) => spanOf(keyMs, addSteps(keyMs, 1, step), clock));
  const combiner = createCombiner(
    {
      keyOf: (timeMs) => bucketAt(toLocal(timeMs)),
      actions,
      closed: (bucket) => counter.add({ ...bucket, firstMs: toLocal(bucket.firstMs) }),
    },
    next,
  );
  return {
    begin: (id) => combiner.begin(id),
    rows: (block) => combiner.rows(block),
    end() {
      combiner.end();
      counter.end();
    },
    changed: () => combiner.combined() + counter.counts().moved,
    buckets: () => counter.counts(),
  };
}

/** How many rows of a series may have one time: two where the clock of the zone shows it twice and times are what it shows. */
export function rowsAt({ step, zone, conversion }: Clock): (timeMs: number) => number {
  return (timeMs) => (conversion !== 'none' || hasInstants(step) ? 1 : zone.instantsOf(timeMs).length);
}

/** ms between two times of rows; a day of spring has 23 hours where rows have the time of a clock. */
function spanOf(fromMs: number, toMs: number, { step, zone }: Clock): number {
  if (hasInstants(step)) return toMs - fromMs;
  const instantOf = (localMs: number) => zone.instantsOf(localMs)[0] ?? localMs;
  return instantOf(toMs) - instantOf(fromMs);
}

/** The config refuses to resample to business days, which have no buckets. */
function withBuckets(step: Step): Exclude<Step, { kind: 'business-days' }> {
  return step.kind === 'business-days' ? { kind: 'fixed', ms: 86_400_000 } : step;
}
