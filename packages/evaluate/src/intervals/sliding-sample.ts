/** The newest values of a stream, in order of size. */
export interface SlidingSample {
  /** Takes one more value, and forgets the oldest where there are more than the capacity. */
  add(value: number): void;
  count(): number;
  /** The value at a place, the smallest being 0. */
  at(place: number): number;
}

/** Values are kept sorted by moving those between the old and the new one, which is memory moved and no search tree. */
export function createSlidingSample(capacity: number): SlidingSample {
  const sorted = new Float32Array(capacity);
  const ring = new Float32Array(capacity);
  let [count, oldest] = [0, 0];

  /** How many values are below `value`. */
  function placeOf(value: number): number {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function forget(): void {
    const place = placeOf(ring[oldest] as number);
    sorted.copyWithin(place, place + 1, count);
    count -= 1;
  }

  return {
    add(value) {
      if (capacity === 0) return;
      if (count === capacity) forget();
      const place = placeOf(value);
      sorted.copyWithin(place + 1, place, count);
      sorted[place] = value;
      count += 1;
      ring[oldest] = value;
      oldest = (oldest + 1) % capacity;
    },
    count: () => count,
    at: (place) => sorted[place] as number,
  };
}
