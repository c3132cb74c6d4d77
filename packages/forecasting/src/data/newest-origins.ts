import type { DatasetMeta } from '@tsdistill/contracts';
import type { OriginKeys } from './windows';

/**
 * Origins at the end of the train rows, whose lookback lies in the train split and whose targets cross its end.
 *
 * They go on in the stride of the train origins: from the first that no longer has its truth in the split to the last
 * train row. Nothing behind the split is read; the truth of their first steps is also that of earlier windows.
 *
 * @param lookback rows of the train split that lie before each of them; 1 = every origin
 */
export function newestOrigins({ series, horizon, stride }: DatasetMeta, lookback: number): OriginKeys {
  const keys = series.flatMap(({ borders: { train } }, index) =>
    originsOf(train, horizon, stride)
      .filter((origin) => origin - lookback >= train[0])
      .map((origin) => [index, origin] as const),
  );
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
