import type { Model } from '@tsdistill/contracts';
import { exportGraphModel } from '@tsdistill/engine';
import { restoreForecaster } from './forecaster';

/**
 * Writes a model as a tfjs GraphModel folder for any batch size. Its metadata holds what a caller needs to go from raw
 * values to raw forecasts: scaler, channels, lookback, horizon, frequency, unit.
 *
 * @throws PipelineError TRACE_BATCH_CONSTANT, TRACE_BATCH_GRAPH, EXPORT_NEEDS_NATIVE, MODEL_UNKNOWN
 */
export function exportForecaster(model: Model, folder: string): void {
  const { inputs, forward } = restoreForecaster(model);
  const { weightsManifest: _, ...metadata } = model.description;
  exportGraphModel({ parameters: model.parameters, inputs, forward, metadata }, folder);
}
