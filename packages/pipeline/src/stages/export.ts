import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Calibration,
  type ExportedInterval,
  intervalsOf,
  type ModelArtifact,
  openEvaluation,
  openModel,
  PipelineError,
} from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { exportForecaster } from '@tsdistill/forecasting';
import { printOutcome } from '../verbosity';

export interface ExportArguments {
  readonly model: string;
  readonly evaluation: string | undefined;
  readonly intervals: Calibration;
  readonly out: string;
}

/** Writes a GraphModel, with the intervals that an evaluation has calibrated: the one that is named, or the one beside the model. */
export async function exportModel({ model, evaluation, intervals: calibration, out }: ExportArguments): Promise<void> {
  const files = existsSync(out) ? readdirSync(out) : [];
  if (files.length > 0) throw new PipelineError('EXPORT_OCCUPIED', { folder: out, fileCount: files.length });
  const artifact = openModel(model);
  const intervals = findIntervals(artifact, { evaluation, calibration });
  await loadEngine();
  exportForecaster(artifact, out, intervals);
  const levels = intervals.map(({ level }) => `${Number((100 * level).toFixed(1))} %`).join(', ');
  printOutcome(`GraphModel written to ${out}${levels && `, with intervals of ${levels}`}\n`);
}

/**
 * The intervals of a model.
 *
 * @param evaluation its folder; without it `evaluate` beside the model, if it is there and knows the model
 * @throws PipelineError EXPORT_NO_INTERVALS when the evaluation that is named has none for it
 */
export function findIntervals(
  model: ModelArtifact,
  { evaluation, calibration }: { readonly evaluation: string | undefined; readonly calibration: Calibration },
): readonly ExportedInterval[] {
  const beside = join(dirname(model.folder), 'evaluate');
  if (evaluation === undefined && !existsSync(join(beside, 'manifest.json'))) return [];
  const intervals = intervalsOf(openEvaluation(evaluation ?? beside), model.fingerprint, calibration);
  if (evaluation !== undefined && intervals.length === 0)
    throw new PipelineError('EXPORT_NO_INTERVALS', { evaluation, model: model.folder });
  return intervals;
}
