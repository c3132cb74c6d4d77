/** The rows of one step, as they became one. */
export interface ClosedBucket {
  readonly keyMs: number;
  readonly firstMs: number;
  readonly rowCount: number;
  /** Values of the channel with the fewest, of those that have any; 0 where none has. */
  readonly valueCount: number;
}

/** Buckets that hold less than is usual, counted over all series. */
export interface BucketCounts {
  readonly all: number;
  /** Those with fewer rows for their length, or with fewer values in a channel, than is most frequent. */
  readonly first: number;
  readonly middle: number;
  readonly last: number;
  /** Rows that were alone in their bucket and did not lie at its beginning. */
  readonly moved: number;
}

/** Buckets of one length with the same count. */
interface AlikeBuckets {
  readonly lengthMs: number;
  readonly count: number;
  buckets: number;
}

/**
 * Counts how full the buckets of all series are. What is usual is the most frequent time from row to row, since months differ in length.
 *
 * @param lengthOf length of the bucket that begins at a time, in ms
 */
export function createBucketCounter(lengthOf: (keyMs: number) => number): {
  add(bucket: ClosedBucket): void;
  /** Ends a series. */
  end(): void;
  counts(): BucketCounts;
} {
  const rows = createTally();
  const [first, middle, last] = [createTally(), createTally(), createTally()];
  let [all, moved] = [0, 0];
  let before: { readonly lengthMs: number; readonly count: number; readonly isFirst: boolean } | undefined;

  function add({ keyMs, firstMs, rowCount, valueCount }: ClosedBucket): void {
    const lengthMs = lengthOf(keyMs);
    all += 1;
    if (rowCount === 1 && firstMs !== keyMs) moved += 1;
    rows.add(lengthMs, rowCount);
    if (before) (before.isFirst ? first : middle).add(before.lengthMs, before.count);
    // Where no channel has a value the step is missing, which `missing` decides on and counts.
    before = { lengthMs, count: valueCount || rowCount, isFirst: before === undefined };
  }

  return {
    add,
    end() {
      if (before) (before.isFirst ? first : last).add(before.lengthMs, before.count);
      before = undefined;
    },
    counts() {
      const usualMs = mostFrequentSpacing(rows.all());
      const [ofFirst, ofMiddle, ofLast] = [first, middle, last].map((tally) => countShort(tally.all(), usualMs));
      return { all, moved, first: ofFirst as number, middle: ofMiddle as number, last: ofLast as number };
    },
  };
}

function createTally() {
  const tally = new Map<string, AlikeBuckets>();
  return {
    add(lengthMs: number, count: number): void {
      const key = `${lengthMs} ${count}`;
      const alike = tally.get(key);
      if (alike) alike.buckets += 1;
      else tally.set(key, { lengthMs, count, buckets: 1 });
    },
    all: (): readonly AlikeBuckets[] => [...tally.values()],
  };
}

/** ms from row to row in most buckets; of equally frequent ones the fewest. */
function mostFrequentSpacing(tally: readonly AlikeBuckets[]): number {
  const spacings = new Map<number, number>();
  for (const { lengthMs, count, buckets } of tally)
    spacings.set(lengthMs / count, (spacings.get(lengthMs / count) ?? 0) + buckets);
  const [usual = NaN] = [...spacings].sort(([a, left], [b, right]) => right - left || a - b)[0] ?? [];
  return usual;
}

/** A week of 169 hours has seven days like any other: only whole rows are missing. */
function countShort(tally: readonly AlikeBuckets[], usualMs: number): number {
  return tally
    .filter(({ lengthMs, count }) => count < Math.round(lengthMs / usualMs))
    .reduce((sum, { buckets }) => sum + buckets, 0);
}
