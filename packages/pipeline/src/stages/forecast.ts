import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PipelineError } from '@tsdistill/contracts';
import { ForecastError } from '@tsdistill/forecast';
import { forecastFile, type ForecastTask } from '../forecast/forecast-file';
import { withForecastHint } from '../forecast/forecast-hints';
import { type ForecastFormat, renderForecasts } from '../forecast/render-forecasts';

export interface ForecastArguments extends ForecastTask {
  readonly format: ForecastFormat;
  readonly out: string | undefined;
}

/** Writes the forecast to a file or to stdout, and says nothing else. */
export async function forecast({ format, out, ...given }: ForecastArguments): Promise<void> {
  const text = renderForecasts(format, await withCatalogue(() => forecastFile(given)));
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  mkdirSync(dirname(out), { recursive: true });
  try {
    writeFileSync(`${out}.tmp`, text);
    renameSync(`${out}.tmp`, out);
  } finally {
    rmSync(`${out}.tmp`, { force: true });
  }
}

/** What the runtime refuses has the same code in the catalogue; hints are those of a forecast. */
async function withCatalogue<Result>(body: () => Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof PipelineError) throw withForecastHint(error);
    if (!(error instanceof ForecastError)) throw error;
    throw new PipelineError(error.code, error.context as never, { cause: error });
  }
}
