import { type Dataset, readObservedRows, readOrigins } from '@tsdistill/contracts';
import { newestOrigins } from '@tsdistill/forecasting';

/** Whether a data set has a forecast origin somewhere; those at the end of its train rows are among them. */
export type HasOrigin = (series: number, origin: number) => boolean;

export function originLookup(dataset: Dataset): HasOrigin {
  const origins = [readOrigins(dataset), newestOrigins(dataset.manifest.meta, 1, readObservedRows(dataset))];
  const keyOf = (series: number, origin: number) => series * 2 ** 32 + origin;
  const keys = new Set(
    origins.flatMap(({ series, origin }) => Array.from(series, (of, row) => keyOf(of, origin[row] ?? 0))),
  );
  return (series, origin) => keys.has(keyOf(series, origin));
}
