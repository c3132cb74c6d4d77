import { type SoftTargetBatch, softTargetColumns, type SoftTargets } from '@tsdistill/contracts';

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
