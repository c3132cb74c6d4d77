import { breathe, type ModelArtifact, readSeries, scaleOf, type StageHost, toRaw } from '@tsdistill/contracts';
import type { OriginKeys, WindowData } from '@tsdistill/forecasting';
import { BASELINES } from '../baselines';
import { baselineForecasts, type Forecasts, modelForecasts } from '../forecast-sources';
import type { BacktestRow } from './backtest-writer';
import { truthReader } from './known-truth';
import { originTimes } from './origin-times';
import type { Periods } from './period';
import { type PeriodErrors, scorePeriods } from './score-periods';

/** Between two looks at the user's signals, in windows. */
const BREATH = 512;

/** A model and the rows as it sees them. */
export interface BacktestModel {
  readonly name: string;
  readonly model: ModelArtifact;
  readonly data: WindowData;
}

/** What is forecast: one set of windows for all models. */
export interface BacktestWindows {
  readonly keys: OriginKeys;
  readonly periods: Periods;
}

/**
 * Forecasts every window with every model; `keep` sees each forecast in raw units, whose arrays are reused.
 *
 * @param models at least one; they differ in how they standardize the rows, not in the rows
 */
export async function runModels(
  models: readonly BacktestModel[],
  windows: BacktestWindows,
  keep: (row: BacktestRow) => void,
  host: StageHost,
): Promise<readonly PeriodErrors[]> {
  const scored: PeriodErrors[] = [];
  const { data: rows } = models[0] as BacktestModel;
  const [rawTruth, times] = [rawTruthReader(rows), originTimes(rows, windows.keys)];
  for (const [index, { name, model, data }] of models.entries()) {
    const forecasts = modelForecasts(model, data, windows.keys);
    const { scaler } = data.dataset.manifest.meta;
    const keepWindow = (window: number, forecast: Float32Array) => {
      const [series, origin] = [windows.keys.series[window] ?? 0, windows.keys.origin[window] ?? 0];
      const raw = toRaw(forecast, scaler, series);
      keep({
        model: index,
        series,
        origin,
        time: times[window] ?? NaN,
        forecast: raw,
        truth: rawTruth(series, origin),
      });
    };
    scored.push(await score({ name, forecasts, keep: keepWindow }, { ...windows, data }, host));
  }
  return scored;
}

/** The seasonal naive forecast of the same windows, in the unit of `data`. */
export function runNaive(windows: BacktestWindows, data: WindowData, host: StageHost): Promise<PeriodErrors> {
  const { horizon, channels, season } = data.dataset.manifest.meta;
  const shape = { horizon, channelCount: channels.target.length, season };
  const forecasts = baselineForecasts(BASELINES['seasonal-naive'], shape, data, windows.keys);
  const keep = () => undefined;
  return score({ name: `seasonal-naive ${season}`, forecasts, keep }, { ...windows, data }, host);
}

/** Forecasts of every window in order, and who sees them. */
interface Run {
  readonly name: string;
  readonly forecasts: Forecasts;
  readonly keep: (window: number, forecast: Float32Array) => void;
}

async function score(
  { name, forecasts, keep }: Run,
  { keys, periods, data }: BacktestWindows & { readonly data: WindowData },
  host: StageHost,
): Promise<PeriodErrors> {
  const { horizon, channels, scaler, series: list } = data.dataset.manifest.meta;
  const seasonalErrors = new Float64Array(channels.target.length);
  const units = list.map((_, series) => ({ toRaw: scaleOf(scaler, series).toRaw, seasonalErrors }));
  const scorer = scorePeriods(name, periods, { horizon, channelCount: channels.target.length });
  const truthOf = truthReader(data);
  let window = 0;
  for (const forecast of forecasts) {
    const [series, origin] = [keys.series[window] ?? 0, keys.origin[window] ?? 0];
    scorer.add({ forecast, ...truthOf(series, origin) }, units[series] ?? { toRaw: Number, seasonalErrors });
    keep(window, forecast);
    window += 1;
    if (window % BREATH > 0) continue;
    host.progress({ label: name, done: window, total: keys.series.length, unit: 'windows' });
    await breathe(host);
  }
  return scorer.errors();
}

/** The truth as the data set stores it; NaN where it is not observed. */
function rawTruthReader(data: WindowData): (series: number, origin: number) => Float32Array {
  const read = truthReader({ ...data, target: readSeries(data.dataset).target });
  return (series, origin) => {
    const { truth, mask } = read(series, origin);
    for (let cell = 0; cell < truth.length; cell++) if (mask[cell] === 0) truth[cell] = NaN;
    return truth;
  };
}
