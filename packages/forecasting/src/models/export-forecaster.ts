import type { ModelArtifact } from '@tsdistill/contracts';
import { exportGraphModel } from '@tsdistill/engine';
import { restoreForecaster } from './forecaster';

/**
 * Writes a model as a tfjs GraphModel folder for any batch size. Its metadata holds what a caller needs to go from raw
 * values to raw forecasts: scaler, channels, lookback, horizon, frequency, unit.
 *
 * @throws PipelineError EXPORT_BATCH_CONSTANT, EXPORT_BATCH_DEPENDENT_GRAPH, MODEL_UNKNOWN
 */
export async function exportForecaster(model: ModelArtifact, folder: string): Promise<void> {
  const { inputs, forward } = restoreForecaster(model);
  const { weightsManifest: _, ...metadata } = model.description;
  await exportGraphModel({ parameters: model.parameters, inputs, forward, metadata }, folder);
}
