import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type ExportedInterval,
  intervalsOf,
  type ModelArtifact,
  openEvaluation,
  openModel,
  PipelineError,
} from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { exportForecaster } from '@tsdistill/forecasting';

export interface ExportArguments {
  readonly model: string;
  readonly evaluation: string | undefined;
  readonly out: string;
}

/** Writes a GraphModel, with the intervals that an evaluation has calibrated: the one that is named, or the one beside the model. */
export async function exportModel({ model, evaluation, out }: ExportArguments): Promise<void> {
  const files = existsSync(out) ? readdirSync(out) : [];
  if (files.length > 0) throw new PipelineError('EXPORT_OCCUPIED', { folder: out, fileCount: files.length });
  const artifact = openModel(model);
  const intervals = findIntervals(artifact, evaluation);
  await loadEngine();
  exportForecaster(artifact, out, intervals);
  const levels = intervals.map(({ level }) => `${Number((100 * level).toFixed(1))} %`).join(', ');
  process.stdout.write(`GraphModel written to ${out}${levels && `, with intervals of ${levels}`}\n`);
}

/**
 * The intervals of a model. @param folder of an evaluation; without it `evaluate` beside the model, if it is there and knows the model
 *
 * @throws PipelineError EXPORT_NO_INTERVALS when the evaluation that is named has none for it
 */
export function findIntervals(model: ModelArtifact, folder: string | undefined): readonly ExportedInterval[] {
  const beside = join(dirname(model.folder), 'evaluate');
  if (folder === undefined && !existsSync(join(beside, 'manifest.json'))) return [];
  const intervals = intervalsOf(openEvaluation(folder ?? beside), model.fingerprint);
  if (folder !== undefined && intervals.length === 0)
    throw new PipelineError('EXPORT_NO_INTERVALS', { evaluation: folder, model: model.folder });
  return intervals;
}
