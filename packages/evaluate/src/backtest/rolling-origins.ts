import { dataClock, formatWallTime, largest, PipelineError } from '@tsdistill/contracts';
import { type OriginKeys, pickKeys, selectWindows, type WindowData } from '@tsdistill/forecasting';
import { originTimes } from './origin-times';

/** Which origins a backtest forecasts from. */
export interface OriginChoice {
  /** First time by the clock of the data; absent = the origins of the test split. */
  readonly since: number | undefined;
  /** Of the origins of a series, the first and then every so many-th. */
  readonly every: number;
}

/** What the models and baselines read around an origin. */
export interface OriginNeeds {
  /** Rows before it, the most of all. */
  readonly lookback: number;
  /** Rows from it on in which known channels must have values. */
  readonly knownRows: number;
}

/**
 * Origins with all that models read, series by series in order of time.
 *
 * With `since` the last one lies right behind the last observed row: its truth comes with the next rows.
 *
 * @throws PipelineError NO_WINDOWS, BACKTEST_NO_ORIGINS
 */
export function rollingOrigins(data: WindowData, { since, every }: OriginChoice, needs: OriginNeeds): OriginKeys {
  const all = since === undefined ? selectWindows(data, 'test', needs.lookback) : originsSince(data, since, needs);
  if (every === 1) return all;
  let [place, former] = [0, -1];
  const kept = [...all.series.keys()].filter((index) => {
    const series = all.series[index] ?? 0;
    place = series === former ? place + 1 : 0;
    former = series;
    return place % every === 0;
  });
  return pickKeys(all, kept);
}

function originsSince(data: WindowData, since: number, { lookback, knownRows }: OriginNeeds): OriginKeys {
  const { meta } = data.dataset.manifest;
  const keys = meta.series.map(({ observedRowCount, rowCount }, series) => {
    const last = Math.min(observedRowCount, rowCount - knownRows);
    const origin = Int32Array.from({ length: Math.max(0, last - lookback + 1) }, (_, index) => lookback + index);
    return { series: new Int32Array(origin.length).fill(series), origin };
  });
  const join = (name: keyof OriginKeys) => Int32Array.from(keys.flatMap((one) => [...one[name]]));
  const all = { series: join('series'), origin: join('origin') };
  const clock = dataClock(meta);
  const times = originTimes(data, all).map(clock);
  const chosen = pickKeys(
    all,
    [...times.keys()].filter((index) => (times[index] ?? -Infinity) >= since),
  );
  if (chosen.origin.length === 0) throw noOrigins(data, since, lookback);
  return chosen;
}

function noOrigins({ dataset, timestamp, offsets }: WindowData, since: number, lookback: number): PipelineError {
  const { meta } = dataset.manifest;
  const clock = dataClock(meta);
  const last = meta.series.map(({ observedRowCount }, series) =>
    Number(timestamp[(offsets[series] ?? 0) + observedRowCount - 1]),
  );
  return new PipelineError('BACKTEST_NO_ORIGINS', {
    since: formatWallTime(since),
    last: formatWallTime(clock(largest(last))),
    rows: meta.series.reduce((sum, { observedRowCount }) => sum + observedRowCount, 0),
    lookback,
  });
}
