import {
  type BacktestMeta,
  BacktestSummary,
  countFitted,
  type Dataset,
  dataClock,
  formatWallTime,
  type ModelArtifact,
  openDataset,
  openModel,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { loadWindowData, scaleForModel, startEngine } from '@tsdistill/forecasting';
import { renderBacktest } from './backtest-table';
import { createBacktestWriter } from './backtest-writer';
import { originTimes } from './origin-times';
import { groupByPeriod } from './period';
import { type OriginChoice, rollingOrigins } from './rolling-origins';
import { type BacktestModel, type BacktestWindows, runModels, runNaive } from './run-models';
import type { PeriodErrors } from './score-periods';

/** Artifacts read and the one written. */
export interface BacktestFolders {
  readonly dataset: string;
  /** At least one, usually one for each seed. */
  readonly models: readonly string[];
  readonly out: string;
}

/**
 * Reads a data set and fixed models, forecasts from rolling origins, writes one `backtest@1` artifact.
 *
 * @returns the table of errors by period
 * @throws PipelineError those of `scaleForModel` and `rollingOrigins`, before any work
 */
export async function runBacktest(choice: OriginChoice, folders: BacktestFolders, host: StageHost): Promise<string> {
  const dataset = openDataset(folders.dataset);
  const models = folders.models.map((folder) => viewOf(dataset, openModel(folder)));
  const [first] = models;
  if (!first) throw new RangeError('a backtest needs a model');
  const windows = windowsOf(models, choice);
  warnOfFitted(models, windows, host);
  await startEngine(host);
  const { since, every } = choice;
  const config = { ...(since !== undefined && { since: formatWallTime(since) }), every };
  const record = { kind: 'backtest', config, inputs: inputsOf(dataset, models) } as const;
  const meta = metaOf(dataset, models, windows);
  let text = '';
  await writeArtifact(folders.out, record, async (draft) => {
    const startedMs = performance.now();
    const errors = await draft.fileAsync('backtest.arrow', async (file) => {
      const writer = createBacktestWriter(file, meta);
      const scored = await runModels(models, windows, writer.add, host);
      writer.finish();
      return scored;
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const summary = summaryOf(errors, await runNaive(windows, first.data, host), windows, dataset);
    draft.json('summary.json', BacktestSummary.parse(summary));
    const windowsPerSecond = (meta.windowCount * models.length) / seconds;
    draft.measured({ seconds, windowsPerSecond });
    host.info({ windows: meta.windowCount, models: models.length, windowsPerSecond }, 'backtest done');
    text = renderBacktest(meta, summary);
    return meta;
  });
  return text;
}

function viewOf(dataset: Dataset, model: ModelArtifact): BacktestModel {
  const { architecture, channels, provenance } = model.description;
  const name = provenance.softTargets.length > 0 ? `${architecture}, distilled` : architecture;
  return { name, model, data: loadWindowData(scaleForModel(dataset, model), channels) };
}

function windowsOf(models: readonly BacktestModel[], choice: OriginChoice): BacktestWindows {
  const { data } = models[0] as BacktestModel;
  const { horizon, season } = data.dataset.manifest.meta;
  const lookbacks = models.map(({ model }) => model.description.lookback);
  const readsKnown = models.some(({ model }) => model.description.channels.known.length > 0);
  const needs = { lookback: Math.max(season, ...lookbacks), knownRows: readsKnown ? horizon : 0 };
  const keys = rollingOrigins(data, choice, needs);
  const clock = dataClock(data.dataset.manifest.meta);
  return { keys, periods: groupByPeriod(originTimes(data, keys).map(clock)) };
}

/** What a model was fitted on says nothing of its errors on later rows. */
function warnOfFitted(models: readonly BacktestModel[], { keys }: BacktestWindows, host: StageHost): void {
  const times = originTimes((models[0] as BacktestModel).data, keys);
  const fitted = countFitted(
    times,
    models.map(({ model }) => model),
  );
  if (fitted > 0)
    host.warn({ windows: fitted, of: keys.origin.length }, 'windows begin in rows that a model was fitted on');
}

function inputsOf(dataset: Dataset, models: readonly BacktestModel[]): Record<string, string> {
  const fingerprints = models.map(({ model }, index) => [`model${index}`, model.fingerprint] as const);
  return { dataset: dataset.fingerprint, ...Object.fromEntries(fingerprints) };
}

function metaOf({ manifest }: Dataset, models: readonly BacktestModel[], { keys }: BacktestWindows): BacktestMeta {
  const { horizon, channels, series, frequency, timezone } = manifest.meta;
  return {
    ...{ horizon, frequency, timezone, unit: 'raw' },
    channels: channels.target,
    series: series.map(({ id }) => id),
    models: models.map(({ name, model }) => ({ name, seed: model.manifest.meta.seed })),
    windowCount: keys.origin.length,
  };
}

function summaryOf(
  models: readonly PeriodErrors[],
  naive: PeriodErrors,
  { periods: { period, starts, counts, of } }: BacktestWindows,
  { manifest }: Dataset,
): BacktestSummary {
  const at = (pick: (errors: PeriodErrors) => PeriodErrors['overall'] | undefined) => {
    const found = [...models, naive].map(pick);
    const all = found.filter((errors) => errors !== undefined);
    return { models: all.slice(0, -1), naive: all.at(-1) as PeriodErrors['overall'] };
  };
  return {
    period,
    season: manifest.meta.season,
    overall: { windowCount: of.length, ...at(({ overall }) => overall) },
    periods: starts.map((start, index) => ({
      start,
      windowCount: counts[index] ?? 0,
      ...at(({ periods }) => periods[index]),
    })),
  };
}
