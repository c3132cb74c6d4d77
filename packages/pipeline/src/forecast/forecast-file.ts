import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Calibration, StageHost } from '@tsdistill/contracts';
import type { Forecast } from '@tsdistill/forecast';
import { readHistory } from '@tsdistill/ingest';
import { historyOf, optionsOf } from './history-of';
import { openForecaster } from './open-forecaster';
import { chooseReader } from './choose-reader';

export interface ForecastTask {
  readonly model: string;
  readonly input: string;
  readonly config: string | undefined;
  readonly set: Readonly<Record<string, unknown>>;
  readonly evaluation: string | undefined;
  readonly intervals: Calibration;
}

/** Forecasts of every series of a file. */
export interface FileForecasts {
  /** Names of the columns in which the file has times and the names of series; without one it has but one series. */
  readonly columns: { readonly timestamp: string; readonly series?: string };
  /** Target channels, in the order of the model. */
  readonly channels: readonly string[];
  readonly series: readonly { readonly id: string; readonly forecast: Forecast }[];
}

/**
 * Reads the newest rows of a file as ingest does, and forecasts what comes after them.
 *
 * @throws PipelineError those of `readHistory`, FORECAST_READER, FORECAST_WORD, ARTIFACT_*; ForecastError
 */
export async function forecastFile(task: ForecastTask): Promise<FileForecasts> {
  const scratch = mkdtempSync(join(tmpdir(), 'tsdistill-forecast-'));
  try {
    const forecaster = await openForecaster(task, scratch);
    const { config, markers } = chooseReader(task, forecaster);
    const wanted = { rowCount: forecaster.lookback, markers };
    const rows = await readHistory(config, wanted, quietHost(scratch));
    const series: { id: string; forecast: Forecast }[] = [];
    for (const one of rows)
      series.push({
        id: one.id,
        forecast: await forecaster.forecast(historyOf(one, forecaster), optionsOf(one, forecaster, config)),
      });
    const columns = { timestamp: config.timestamp, ...(config.series !== undefined && { series: config.series }) };
    return { columns, channels: forecaster.channels.target, series };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Only the forecast is to be seen: what reading a file has to tell is told when the data set is made. */
function quietHost(workFolder: string): StageHost {
  const nothing = () => undefined;
  const { signal } = new AbortController();
  return { workFolder, code: '', signal, progress: nothing, info: nothing, detail: nothing, warn: nothing };
}
