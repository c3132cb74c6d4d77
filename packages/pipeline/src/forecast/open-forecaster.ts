import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { type Calibration, nearestName, openModel, PipelineError } from '@tsdistill/contracts';
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
  if (!isArtifact) refuseNoModel(model);
  const artifact = isArtifact ? openModel(model) : undefined;
  await loadEngine();
  if (!artifact) return loadForecaster(model);
  const folder = join(scratch, 'export');
  exportForecaster(artifact, folder, findIntervals(artifact, { evaluation, calibration: intervals }));
  return loadForecaster(folder);
}

/** @throws PipelineError FORECAST_MODEL unless it may be an export, which may also be a URL, or its model.json */
function refuseNoModel(model: string): void {
  if (
    /^\w+:\/\//.test(model) ||
    existsSync(join(model, 'model.json')) ||
    (/(^|\/)model\.json$/.test(model) && existsSync(model))
  )
    return;
  const isFolder = statSync(model, { throwIfNoEntry: false })?.isDirectory() === true;
  throw new PipelineError('FORECAST_MODEL', {
    model,
    isFolder,
    nearest: nearestName(normalize(model), modelFolders()),
  });
}

/** Of the runs of this workspace. */
function modelFolders(): readonly string[] {
  const inside = (folder: string) =>
    existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  const projects = inside('data/artifacts').map(({ name }) => join('data/artifacts', name));
  return projects
    .flatMap((project) => inside(project).map(({ name }) => join(project, name)))
    .filter((folder) => existsSync(join(folder, 'model.json')));
}
