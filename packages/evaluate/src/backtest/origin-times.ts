import { addSteps, parseStep } from '@tsdistill/contracts';
import type { OriginKeys, WindowData } from '@tsdistill/forecasting';

/**
 * Time of the first step of every forecast, as rows have it: ms since 1970 UTC.
 *
 * An origin behind the last row has none of its own: it is one step after the row before it.
 */
export function originTimes({ dataset, timestamp, offsets }: WindowData, { series, origin }: OriginKeys): Float64Array {
  const { frequency, series: list } = dataset.manifest.meta;
  const step = parseStep(frequency);
  if (!step) throw new RangeError(`"${frequency}" is no step`);
  return Float64Array.from(origin, (row, index) => {
    const [of, at] = [series[index] ?? 0, row + (offsets[series[index] ?? 0] ?? 0)];
    if (row < (list[of]?.rowCount ?? 0)) return Number(timestamp[at]);
    return addSteps(Number(timestamp[at - 1]), 1, step);
  });
}
