import type { Transform } from '@tsdistill/contracts';
import { type Cell, findCells, type RangeValues } from './range-values';
import { isInDomain } from './transform';

/** The first value for which a channel's transform does not exist, and how many there are. */
export type OutsideDomain = Cell & { readonly count: number };

/** @param values all observed rows: a forecast of validation or test is scored after its transform too */
export function findOutsideDomain(values: RangeValues, transforms: readonly Transform[]): OutsideDomain | undefined {
  if (transforms.every((name) => name === 'none')) return undefined;
  let found: OutsideDomain | undefined;
  findCells(
    values,
    (value, channel) => !isInDomain(transforms[channel] ?? 'none', value),
    (cell) => (found = { ...cell, ...found, count: (found?.count ?? 0) + 1 }),
  );
  return found;
}
