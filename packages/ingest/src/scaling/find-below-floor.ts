import type { RangeValues } from './range-values';

/** The observed values of one channel that no forecast can reach; the lowest is shown. */
export interface BelowFloor {
  readonly channel: number;
  readonly count: number;
  readonly series: number;
  /** Row in the range of the series. */
  readonly row: number;
  readonly value: number;
}

/** @param floor lowest forecast in raw units, compared as float32, as values are stored @returns by channel, those without one left out */
export function findBelowFloor(values: RangeValues, floor: number): readonly BelowFloor[] {
  const { width } = values;
  const limit = Math.fround(floor);
  const found = new Map<number, BelowFloor>();
  for (const series of values.rowCounts.keys()) {
    let firstRow = 0;
    for (const block of values.blocks(series)) {
      for (let cell = 0; cell < block.length; cell++) {
        const value = block[cell] as number;
        // NaN, which stands for what was not observed, is not below.
        if (!(value < limit)) continue;
        const channel = cell % width;
        const former = found.get(channel);
        const place = { channel, series, row: firstRow + Math.floor(cell / width), value };
        const lowest = former && former.value <= value ? former : place;
        found.set(channel, { ...lowest, count: (former?.count ?? 0) + 1 });
      }
      firstRow += block.length / width;
    }
  }
  return [...found.values()].sort((a, b) => a.channel - b.channel);
}
