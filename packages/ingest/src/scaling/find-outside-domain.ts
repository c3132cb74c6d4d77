import type { Transform } from '@tsdistill/contracts';
import type { RangeValues } from './range-values';
import { isInDomain } from './transform';

/** The first value for which a channel's transform does not exist, and how many there are. */
export interface OutsideDomain {
  readonly series: number;
  /** Row in the range of the series. */
  readonly row: number;
  readonly channel: number;
  readonly value: number;
  readonly count: number;
}

/** @param values all observed rows: a forecast of validation or test is scored after its transform too */
export function findOutsideDomain(values: RangeValues, transforms: readonly Transform[]): OutsideDomain | undefined {
  if (transforms.every((name) => name === 'none')) return undefined;
  const { width } = values;
  let found: OutsideDomain | undefined;
  for (const series of values.rowCounts.keys()) {
    let firstRow = 0;
    for (const block of values.blocks(series)) {
      for (let cell = 0; cell < block.length; cell++) {
        const [value, channel] = [block[cell] as number, cell % width];
        if (isInDomain(transforms[channel] ?? 'none', value)) continue;
        const place = { series, row: firstRow + Math.floor(cell / width), channel, value };
        found = { ...place, ...found, count: (found?.count ?? 0) + 1 };
      }
      firstRow += block.length / width;
    }
  }
  return found;
}
