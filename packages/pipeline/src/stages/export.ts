import { openModel } from '@tsdistill/contracts';
import { loadEngine } from '@tsdistill/engine';
import { exportForecaster } from '@tsdistill/forecasting';

export interface ExportArguments {
  readonly model: string;
  readonly out: string;
}

export async function exportModel({ model, out }: ExportArguments): Promise<void> {
  const artifact = openModel(model);
  await loadEngine();
  exportForecaster(artifact, out);
  process.stdout.write(`GraphModel written to ${out}\n`);
}
