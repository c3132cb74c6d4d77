import { PipelineError, softTargetColumns, type SoftTargets } from '@tsdistill/contracts';
import type { OriginKeys } from '@tsdistill/forecasting';
import type { HasOrigin } from './origin-lookup';

/** @file Checks of forecasts made elsewhere; each error names the first bad row and how many there are. */

/** Forecasts with the keys of their windows. */
export interface KeyedForecasts extends OriginKeys {
  readonly folder: string;
  /** Values of one forecast, H·C. */
  readonly size: number;
  readForecast(first: number, count: number, target: Float32Array): void;
}

/** Refuses forecasts of windows that the data set does not have. @throws PipelineError SOFT_TARGETS_UNKNOWN_WINDOW */
export function checkKeys({ artifact, series, origin }: SoftTargets, isOrigin: HasOrigin): void {
  const bad = [...series.keys()].filter((row) => !isOrigin(series[row] ?? 0, origin[row] ?? 0));
  const { folder } = artifact;
  if (bad.length > 0) throw new PipelineError('SOFT_TARGETS_UNKNOWN_WINDOW', describe({ folder, series, origin }, bad));
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

function describe({ folder, series, origin }: OriginKeys & { readonly folder: string }, bad: readonly number[]) {
  const [first = 0] = bad;
  return { folder, series: series[first] ?? 0, origin: origin[first] ?? 0, count: bad.length };
}
