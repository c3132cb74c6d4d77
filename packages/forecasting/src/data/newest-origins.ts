import type { DatasetMeta } from '@tsdistill/contracts';
import type { OriginKeys } from './windows';

/**
 * Origins at the end of the train rows, whose lookback lies in the train split and whose targets cross its end.
 *
 * They go on in the stride of the train origins: from the first that no longer has its truth in the split to the last
 * train row. Like those they need an observed target, here among the train rows: behind the last observation of a series there is
 * nothing new to forecast from. Nothing behind the split is read, not even whether it was observed; the truth of their first steps is
 * also that of earlier windows.
 *
 * @param lookback rows of the train split that lie before each of them, observed or not; 1 = every origin
 * @param observed of all rows, 1 for each with an observed target (`readObservedRows`); absent = every one
 */
export function newestOrigins(
  { series, horizon, stride }: DatasetMeta,
  lookback: number,
  observed: Uint8Array | undefined,
): OriginKeys {
  let firstRow = 0;
  const keys = series.flatMap(({ borders: { train }, rowCount }, index) => {
    const rows = observed?.subarray(firstRow, firstRow + rowCount);
    firstRow += rowCount;
    const seesTarget = (origin: number) => rows?.subarray(origin, train[1]).includes(1) ?? true;
    return originsOf(train, horizon, stride)
      .filter((origin) => origin - lookback >= train[0] && seesTarget(origin))
      .map((origin) => [index, origin] as const);
  });
  return { series: Int32Array.from(keys, ([index]) => index), origin: Int32Array.from(keys, ([, origin]) => origin) };
}

/** The train origins are first, first + stride, … while their targets fit; these are the next ones, up to the last row. */
function originsOf([from, to]: readonly [number, number], horizon: number, stride: number): number[] {
  const first = Math.max(1, from);
  const complete = Math.max(0, Math.floor((to - horizon - first) / stride) + 1);
  const origins: number[] = [];
  for (let origin = first + complete * stride; origin < to; origin += stride) origins.push(origin);
  return origins;
}
