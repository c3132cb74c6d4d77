import { type ExportedForecaster, type ExportedInterval, fixedStepMs, type Model } from '@tsdistill/contracts';
import { exportGraphModel } from '@tsdistill/engine';
import { restoreForecaster } from './forecaster';

/**
 * Writes a model as a tfjs GraphModel folder for any batch size. Its metadata (`ExportedForecaster`) hold what leads from raw history to
 * a raw, dated forecast: scalers, channels, lookback, horizon, frequency, time zone, unit.
 *
 * A model that reads a phase also has `phase: { period, stepMs }`: its input `phase` [B] is the number of steps from 1970 to the
 * first target row, modulo the period.
 *
 * @param intervals what an evaluation has calibrated around its forecasts
 * @throws PipelineError TRACE_BATCH_CONSTANT, TRACE_BATCH_GRAPH, EXPORT_NEEDS_NATIVE, MODEL_UNKNOWN
 */
export function exportForecaster(model: Model, folder: string, intervals: readonly ExportedInterval[] = []): void {
  const { inputs, forward, cycle } = restoreForecaster(model);
  const { weightsManifest: _, ...description } = model.description;
  const stepMs = fixedStepMs(description.frequency);
  const metadata: ExportedForecaster = {
    ...description,
    ...(cycle !== undefined && stepMs !== undefined && { phase: { period: cycle, stepMs } }),
    ...(intervals.length > 0 && { intervals }),
  };
  exportGraphModel({ parameters: model.parameters, inputs, forward, metadata: { ...metadata } }, folder);
}
