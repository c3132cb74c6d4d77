import { PipelineError, type SoftTargetBatch, softTargetColumns, type SoftTargets } from '@tsdistill/contracts';
import type { OriginKeys } from '@tsdistill/forecasting';

/**
 * Passes forecasts made elsewhere on as record batches of `batchRows`, once every key and value is checked.
 *
 * @param known origins that the data set has
 * @throws PipelineError SOFT_TARGETS_UNKNOWN_WINDOW, SOFT_TARGETS_NOT_FINITE with the number of bad rows and the first
 */
export function* adoptForecasts(
  outside: SoftTargets,
  known: readonly OriginKeys[],
  batchRows: number,
): Generator<SoftTargetBatch> {
  checkKeys(outside, known);
  const lists = listsOf(outside, batchRows);
  for (let first = 0; first < outside.series.length; first += batchRows) {
    const rowCount = Math.min(batchRows, outside.series.length - first);
    outside.readForecast(first, rowCount, lists.forecast);
    if (lists.quantiles) outside.readQuantiles(first, rowCount, lists.quantiles);
    if (lists.features) outside.readFeatures(first, rowCount, lists.features);
    const cut = <Values extends Int32Array | Uint8Array>(values: Values) =>
      values.subarray(first, first + rowCount) as Values;
    const arrays = {
      series: cut(outside.series),
      origin: cut(outside.origin),
      inSample: cut(outside.inSample),
      ...lists,
    };
    yield { rowCount, arrays };
  }
}

/** Arrays for the lists of `batchRows` rows, those that are declared. */
function listsOf({ meta }: SoftTargets, batchRows: number) {
  const columns = softTargetColumns(meta);
  return {
    forecast: new Float32Array(batchRows * columns.forecast.width),
    ...(columns.quantiles && { quantiles: new Float32Array(batchRows * columns.quantiles.width) }),
    ...(columns.features && { features: new Float32Array(batchRows * columns.features.width) }),
  };
}

/** Forecasts with the keys of their windows. */
export interface KeyedForecasts extends OriginKeys {
  readonly folder: string;
  /** Values of one forecast, H·C. */
  readonly size: number;
  readForecast(first: number, count: number, target: Float32Array): void;
}

/** Reads every list of soft targets once: nothing is written before all of them are known to be numbers. */
export function checkLists(outside: SoftTargets): void {
  const { forecast, quantiles, features } = softTargetColumns(outside.meta);
  const check = (readForecast: KeyedForecasts['readForecast'], { width }: { readonly width: number }) =>
    checkFinite({ ...outside, folder: outside.artifact.folder, size: width, readForecast });
  check(outside.readForecast, forecast);
  if (quantiles) check(outside.readQuantiles, quantiles);
  if (features) check(outside.readFeatures, features);
}

/** Reads every forecast once. @throws PipelineError SOFT_TARGETS_NOT_FINITE */
export function checkFinite(forecasts: KeyedForecasts): void {
  const row = new Float32Array(forecasts.size);
  const isBad = (index: number) => {
    forecasts.readForecast(index, 1, row);
    return !row.every(Number.isFinite);
  };
  const bad = [...forecasts.series.keys()].filter(isBad);
  if (bad.length > 0) throw new PipelineError('SOFT_TARGETS_NOT_FINITE', describe(forecasts, bad));
}

function checkKeys(outside: SoftTargets, known: readonly OriginKeys[]): void {
  const allowed = new Set(known.flatMap(keysOf));
  const keys = keysOf(outside);
  const bad = [...keys.keys()].filter((row) => !allowed.has(keys[row] ?? ''));
  const { folder } = outside.artifact;
  if (bad.length > 0) throw new PipelineError('SOFT_TARGETS_UNKNOWN_WINDOW', describe({ ...outside, folder }, bad));
}

function keysOf({ series, origin }: OriginKeys): string[] {
  return Array.from(series, (value, row) => `${value}/${origin[row]}`);
}

function describe({ folder, series, origin }: OriginKeys & { readonly folder: string }, bad: readonly number[]) {
  const [first = 0] = bad;
  return { folder, series: series[first] ?? 0, origin: origin[first] ?? 0, count: bad.length };
}
