import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Calibration, openModel } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { type Forecaster, loadForecaster } from '@tsdistill/forecast';
import { exportForecaster } from '@tsdistill/forecasting';
import { findIntervals } from '../stages/export';

export interface ModelPlace {
  /** Of a `model@1`, or of an export. */
  readonly model: string;
  readonly evaluation: string | undefined;
  readonly intervals: Calibration;
}

/** The forecaster of a model, which is exported to `scratch` first, or of an export: both run in the same runtime, on the engine. */
export async function openForecaster(
  { model, evaluation, intervals }: ModelPlace,
  scratch: string,
): Promise<Forecaster> {
  const isArtifact = existsSync(join(model, 'manifest.json'));
  const artifact = isArtifact ? openModel(model) : undefined;
  await loadEngine();
  if (!artifact) return loadForecaster(model);
  const folder = join(scratch, 'export');
  exportForecaster(artifact, folder, findIntervals(artifact, { evaluation, calibration: intervals }));
  return loadForecaster(folder);
}
