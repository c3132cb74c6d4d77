import { type Cell, findCells, type RangeValues } from './range-values';

/** The lowest of the observed values of one channel that no forecast can reach, and how many there are. */
export type BelowFloor = Cell & { readonly count: number };

/** @param floor lowest forecast in raw units, compared as float32, as values are stored @returns by channel, those without one left out */
export function findBelowFloor(values: RangeValues, floor: number): readonly BelowFloor[] {
  const limit = Math.fround(floor);
  const found = new Map<number, BelowFloor>();
  findCells(
    values,
    // NaN, which stands for what was not observed, is not below.
    (value) => value < limit,
    (cell) => {
      const former = found.get(cell.channel);
      const lowest = former && former.value <= cell.value ? former : cell;
      found.set(cell.channel, { ...lowest, count: (former?.count ?? 0) + 1 });
    },
  );
  return [...found.values()].sort((a, b) => a.channel - b.channel);
}
