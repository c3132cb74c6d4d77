import { fixedStepMs, type Model } from '@tsdistill/contracts';
import { exportGraphModel } from '@tsdistill/engine';
import { restoreForecaster } from './forecaster';

/**
 * Writes a model as a tfjs GraphModel folder for any batch size. Its metadata holds what a caller needs to go from raw
 * values to raw forecasts: scalers, channels, lookback, horizon, frequency, unit.
 *
 * A model that reads a phase also has `phase: { period, stepMs }`: its input `phase` [B] is the number of steps from 1970 to the
 * first target row, modulo the period.
 *
 * @throws PipelineError TRACE_BATCH_CONSTANT, TRACE_BATCH_GRAPH, EXPORT_NEEDS_NATIVE, MODEL_UNKNOWN
 */
export function exportForecaster(model: Model, folder: string): void {
  const { inputs, forward, cycle } = restoreForecaster(model);
  const { weightsManifest: _, ...description } = model.description;
  const stepMs = fixedStepMs(description.frequency);
  const metadata = { ...description, ...(cycle !== undefined && { phase: { period: cycle, stepMs } }) };
  exportGraphModel({ parameters: model.parameters, inputs, forward, metadata }, folder);
}
