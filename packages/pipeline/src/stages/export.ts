import { existsSync, readdirSync } from 'node:fs';
import { openModel, PipelineError } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { exportForecaster } from '@tsdistill/forecasting';
import { printOutcome } from '../verbosity';

export interface ExportArguments {
  readonly model: string;
  readonly out: string;
}

export async function exportModel({ model, out }: ExportArguments): Promise<void> {
  const files = existsSync(out) ? readdirSync(out) : [];
  if (files.length > 0) throw new PipelineError('EXPORT_OCCUPIED', { folder: out, fileCount: files.length });
  const artifact = openModel(model);
  await loadEngine();
  exportForecaster(artifact, out);
  printOutcome(`GraphModel written to ${out}\n`);
}
