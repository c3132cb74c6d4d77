import type { SoftTargets } from '@tsdistill/contracts';
import { pickKeys, type WindowData, windowsAt } from '@tsdistill/forecasting';
import type { ForecastPart } from './export-forecasts';

/** Windows that the teacher has spoken of before, and those that it must forecast. */
export interface SplitParts {
  /** Rows of the former soft targets. */
  readonly rows: Int32Array;
  readonly missing: readonly ForecastPart[];
}

/**
 * Parts the windows of a plan by whether the former soft targets cover them.
 *
 * A missing window is in sample where its truth begins in rows that the teacher was fitted to: it crosses the end of the split that the
 * teacher was trained on.
 *
 * @param fittedUntil time of the last of those rows, ms since 1970 UTC
 */
export function splitParts(
  parts: readonly ForecastPart[],
  former: SoftTargets,
  { data, fittedUntil }: { readonly data: WindowData; readonly fittedUntil: number },
): SplitParts {
  const rows: number[] = [];
  const missing = parts.flatMap(({ teacher, windows }): ForecastPart[] => {
    const [fitted, fresh]: [number[], number[]] = [[], []];
    for (let index = 0; index < windows.count; index++) {
      const [series, origin] = [windows.series[index] ?? 0, windows.origin[index] ?? 0];
      const row = former.rowOf(series, origin);
      if (row >= 0) rows.push(row);
      else (timeAt(data, series, origin) <= fittedUntil ? fitted : fresh).push(index);
    }
    const part = (places: readonly number[], inSample: boolean): ForecastPart[] => {
      if (places.length === 0) return [];
      return [{ teacher, windows: windowsAt(data, pickKeys(windows, places), windows.lookback), inSample }];
    };
    return [...part(fitted, true), ...part(fresh, false)];
  });
  return { rows: Int32Array.from(rows), missing };
}

/** One behind the last row has no time yet: it is later than any. */
function timeAt({ timestamp, offsets }: WindowData, series: number, origin: number): number {
  const row = (offsets[series] ?? 0) + origin;
  return row < (offsets[series + 1] ?? 0) ? Number(timestamp[row]) : Infinity;
}
