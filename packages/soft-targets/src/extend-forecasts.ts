import { type SoftTargetBatch, softTargetColumns, type SoftTargets } from '@tsdistill/contracts';
import { type OriginKeys, type WindowData, type Windows, windowsAt } from '@tsdistill/forecasting';
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
    const part = (indices: readonly number[], inSample: boolean): ForecastPart[] =>
      indices.length === 0 ? [] : [{ teacher, windows: pickWindows(data, windows, indices), inSample }];
    return [...part(fitted, true), ...part(fresh, false)];
  });
  return { rows: Int32Array.from(rows), missing };
}

/** One behind the last row has no time yet: it is later than any. */
function timeAt({ timestamp, offsets }: WindowData, series: number, origin: number): number {
  const row = (offsets[series] ?? 0) + origin;
  return row < (offsets[series + 1] ?? 0) ? Number(timestamp[row]) : Infinity;
}

function pickWindows(data: WindowData, windows: Windows, indices: readonly number[]): Windows {
  const pick = (values: Int32Array) => Int32Array.from(indices, (index) => values[index] ?? 0);
  const keys: OriginKeys = { series: pick(windows.series), origin: pick(windows.origin) };
  return windowsAt(data, keys, windows.lookback);
}

/** Copies rows of soft targets with all that they hold. The arrays of a batch are reused for the next one. */
export function* copyForecasts(from: SoftTargets, rows: Int32Array, batchRows: number): Generator<SoftTargetBatch> {
  const { forecast, quantiles, features } = softTargetColumns(from.meta);
  const arrays = {
    series: new Int32Array(batchRows),
    origin: new Int32Array(batchRows),
    inSample: new Uint8Array(batchRows),
    forecast: new Float32Array(batchRows * forecast.width),
    ...(quantiles && { quantiles: new Float32Array(batchRows * quantiles.width) }),
    ...(features && { features: new Float32Array(batchRows * features.width) }),
  };
  const rowOf = (values: Float32Array, slot: number) =>
    values.subarray((slot * values.length) / batchRows, ((slot + 1) * values.length) / batchRows);
  for (let first = 0; first < rows.length; first += batchRows) {
    const rowCount = Math.min(batchRows, rows.length - first);
    for (let slot = 0; slot < rowCount; slot++) {
      const row = rows[first + slot] ?? 0;
      arrays.series[slot] = from.series[row] ?? 0;
      arrays.origin[slot] = from.origin[row] ?? 0;
      arrays.inSample[slot] = from.inSample[row] ?? 0;
      from.readForecast(row, 1, rowOf(arrays.forecast, slot));
      if (arrays.quantiles) from.readQuantiles(row, 1, rowOf(arrays.quantiles, slot));
      if (arrays.features) from.readFeatures(row, 1, rowOf(arrays.features, slot));
    }
    yield { rowCount, arrays };
  }
}
