import { runImportForecasts } from '@tsdistill/soft-targets';
import { runStage } from '../run-stage';

export interface ImportForecastsArguments {
  readonly file: string;
  readonly dataset: string;
  readonly model: string | undefined;
  readonly trainedUntil: string | undefined;
  readonly out: string;
}

export async function importForecasts({ model, trainedUntil, ...folders }: ImportForecastsArguments): Promise<void> {
  await runStage('import-forecasts', (host) => runImportForecasts({ model, trainedUntil }, folders, host));
}
