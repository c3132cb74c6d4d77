/** Rows that are in the file, but not among those that are read: they are wrong, and not missing. */
export interface LeftOut {
  /** @param timeMs ms since 1970, of a row of which the time can be read */
  addTime(series: string, timeMs: number): void;
  /** @param sourceRow a row without a time, counted as everywhere in `Findings` */
  addRow(series: string, sourceRow: number): void;
  isEmpty(): boolean;
  /** Times behind `fromMs` and before `toMs`, ascending. */
  timesBetween(series: string, fromMs: number, toMs: number): readonly number[];
  /** Rows without a time that stand between two others in the file, in either order. */
  countBetween(series: string, sourceRow: number, otherRow: number): number;
}

/** Rows without a time that are kept: a file without one readable time must not fill the memory. */
const ROW_LIMIT = 100_000;

export function createLeftOut(): LeftOut {
  let rowCount = 0;
  const [times, rows] = [new Map<string, NumberSet>(), new Map<string, NumberSet>()];
  const add = (to: Map<string, NumberSet>, series: string, value: number) => {
    const numbers = to.get(series) ?? createNumberSet();
    to.set(series, numbers);
    numbers.add(value);
  };
  return {
    addTime: (series, timeMs) => add(times, series, timeMs),
    addRow(series, sourceRow) {
      if (rowCount++ < ROW_LIMIT) add(rows, series, sourceRow);
    },
    isEmpty: () => times.size + rows.size === 0,
    timesBetween: (series, fromMs, toMs) => times.get(series)?.between(fromMs, toMs) ?? [],
    countBetween: (series, a, b) => rows.get(series)?.between(Math.min(a, b), Math.max(a, b)).length ?? 0,
  };
}

interface NumberSet {
  add(value: number): void;
  between(from: number, to: number): readonly number[];
}

/** Sorted when it is first asked: it is filled before. */
function createNumberSet(): NumberSet {
  const values = new Set<number>();
  let sorted: readonly number[] = [];
  return {
    add: (value) => void values.add(value),
    between(from, to) {
      if (sorted.length < values.size) sorted = [...values].sort((a, b) => a - b);
      return sorted.slice(
        countUntil(sorted, (value) => value <= from),
        countUntil(sorted, (value) => value < to),
      );
    },
  };
}

/** How many values at the front are so: binary search. */
function countUntil(sorted: readonly number[], isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
