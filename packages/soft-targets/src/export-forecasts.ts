import { type SoftTargetBatch } from '@tsdistill/contracts';
import type { Predictor } from '@tsdistill/engine';
import { type Forecaster, predictWindows, type Windows } from '@tsdistill/forecasting';

/** Windows of one split; `inSample` when the teacher was fitted on their truth. */
export interface SplitWindows {
  readonly windows: Windows;
  readonly inSample: boolean;
}

/**
 * Forecasts every window and gathers the forecasts into record batches of `batchRows`.
 *
 * The arrays of a batch are reused for the next one.
 */
export function* exportForecasts(
  predictor: Predictor,
  forecaster: Forecaster,
  splits: readonly SplitWindows[],
  batchRows: number,
): Generator<SoftTargetBatch> {
  const size = forecaster.horizon * forecaster.channels.target.length;
  const arrays = {
    series: new Int32Array(batchRows),
    origin: new Int32Array(batchRows),
    inSample: new Uint8Array(batchRows),
    forecast: new Float32Array(batchRows * size),
  };
  let rowCount = 0;
  for (const { windows, inSample } of splits) {
    for (const { first, count, forecast } of predictWindows(predictor, { forecaster, windows })) {
      for (let i = 0; i < count; i++) {
        arrays.series[rowCount] = windows.series[first + i] ?? 0;
        arrays.origin[rowCount] = windows.origin[first + i] ?? 0;
        arrays.inSample[rowCount] = inSample ? 1 : 0;
        arrays.forecast.set(forecast.subarray(i * size, (i + 1) * size), rowCount * size);
        rowCount += 1;
        if (rowCount < batchRows) continue;
        yield { rowCount, arrays };
        rowCount = 0;
      }
    }
  }
  if (rowCount > 0) yield { rowCount, arrays };
}
