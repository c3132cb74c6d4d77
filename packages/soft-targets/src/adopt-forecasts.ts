import { type Origins, PipelineError, type SoftTargetBatch, type SoftTargets } from '@tsdistill/contracts';

/**
 * Passes forecasts made elsewhere on as record batches of `batchRows`, once every key and value is checked.
 *
 * @throws PipelineError SOFT_TARGETS_UNKNOWN_WINDOW, SOFT_TARGETS_NOT_FINITE with the number of bad rows and the first
 */
export function* adoptForecasts(outside: SoftTargets, origins: Origins, batchRows: number): Generator<SoftTargetBatch> {
  checkKeys(outside, origins);
  const forecast = new Float32Array(batchRows * outside.meta.horizon * outside.meta.channels.length);
  for (let first = 0; first < outside.series.length; first += batchRows) {
    const rowCount = Math.min(batchRows, outside.series.length - first);
    outside.readForecast(first, rowCount, forecast.subarray(0, (forecast.length / batchRows) * rowCount));
    const cut = <Values extends Int32Array | Uint8Array>(values: Values) =>
      values.subarray(first, first + rowCount) as Values;
    const arrays = {
      series: cut(outside.series),
      origin: cut(outside.origin),
      inSample: cut(outside.inSample),
      forecast,
    };
    yield { rowCount, arrays };
  }
}

/** Reads every forecast once: nothing is written before all of them are known to be numbers. */
export function checkFinite(outside: SoftTargets): void {
  const row = new Float32Array(outside.meta.horizon * outside.meta.channels.length);
  const isBad = (index: number) => {
    outside.readForecast(index, 1, row);
    return !row.every(Number.isFinite);
  };
  const bad = [...outside.series.keys()].filter(isBad);
  if (bad.length > 0) throw new PipelineError('SOFT_TARGETS_NOT_FINITE', describe(outside, bad));
}

function checkKeys(outside: SoftTargets, origins: Origins): void {
  const known = new Set(keysOf(origins));
  const keys = keysOf(outside);
  const bad = [...keys.keys()].filter((row) => !known.has(keys[row] ?? ''));
  if (bad.length > 0) throw new PipelineError('SOFT_TARGETS_UNKNOWN_WINDOW', describe(outside, bad));
}

function keysOf({ series, origin }: Pick<Origins, 'series' | 'origin'>): string[] {
  return Array.from(series, (value, row) => `${value}/${origin[row]}`);
}

function describe({ artifact, series, origin }: SoftTargets, bad: readonly number[]) {
  const [first = 0] = bad;
  return { folder: artifact.folder, series: series[first] ?? 0, origin: origin[first] ?? 0, count: bad.length };
}
