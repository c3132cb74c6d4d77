import { dataClock, formatWallTime, largest, PipelineError } from '@tsdistill/contracts';
import { type OriginKeys, pickKeys, type WindowData } from '@tsdistill/forecasting';
import { originTimes } from '../backtest/origin-times';

/** Windows whose truth ends before a date, and windows that begin at or after it. */
export interface DriftSpans {
  readonly former: OriginKeys;
  readonly recent: OriginKeys;
}

/**
 * Splits time at a date: no row is truth in both spans.
 *
 * @param scored origins of the evaluation
 * @param lookback rows before an origin that models and baselines read
 * @throws PipelineError DRIFT_NO_ROWS, DRIFT_NO_REFERENCE
 */
export function driftSpans(data: WindowData, scored: OriginKeys, since: number, lookback: number): DriftSpans {
  const former = formerOrigins(data, scored, since);
  const recent = recentOrigins(data, since, lookback);
  if (recent.origin.length === 0) throw noRows(data, since, lookback);
  if (former.origin.length === 0) {
    const { horizon } = data.dataset.manifest.meta;
    const times = clockTimes(data, scored);
    const first = formatWallTime(times.reduce((least, time) => Math.min(least, time), Infinity));
    throw new PipelineError('DRIFT_NO_REFERENCE', { since: formatWallTime(since), first, horizon });
  }
  return { former, recent };
}

function clockTimes(data: WindowData, keys: OriginKeys): Float64Array {
  return originTimes(data, keys).map(dataClock(data.dataset.manifest.meta));
}

/** The last step of a window is the origin of one that begins a horizon later, less one row. */
function formerOrigins(data: WindowData, scored: OriginKeys, since: number): OriginKeys {
  const { horizon } = data.dataset.manifest.meta;
  const last = clockTimes(data, { series: scored.series, origin: scored.origin.map((row) => row + horizon - 1) });
  return keep(scored, (index) => (last[index] ?? Infinity) < since);
}

/** Every `stride` rows of each series since the date, as far as the whole truth is there. */
function recentOrigins(data: WindowData, since: number, lookback: number): OriginKeys {
  const { series: list, horizon, stride } = data.dataset.manifest.meta;
  const parts = list.map(({ observedRowCount }, series) => {
    const origin = Int32Array.from(
      { length: Math.max(0, observedRowCount - horizon - lookback + 1) },
      (_, index) => lookback + index,
    );
    const all = { series: new Int32Array(origin.length).fill(series), origin };
    const times = clockTimes(data, all);
    const late = keep(all, (index) => (times[index] ?? -Infinity) >= since);
    return keep(late, (index) => index % stride === 0);
  });
  const join = (name: keyof OriginKeys) => Int32Array.from(parts.flatMap((part) => [...part[name]]));
  return { series: join('series'), origin: join('origin') };
}

function keep(keys: OriginKeys, isKept: (index: number) => boolean): OriginKeys {
  return pickKeys(keys, [...keys.origin.keys()].filter(isKept));
}

function noRows(data: WindowData, since: number, lookback: number): PipelineError {
  const { series, horizon } = data.dataset.manifest.meta;
  const rows = series.map(({ observedRowCount }, index) => {
    const origin = Int32Array.from({ length: observedRowCount }, (_, row) => row);
    const times = clockTimes(data, { series: new Int32Array(observedRowCount).fill(index), origin });
    return { late: times.filter((time) => time >= since).length, last: times.at(-1) ?? -Infinity };
  });
  return new PipelineError('DRIFT_NO_ROWS', {
    since: formatWallTime(since),
    rows: largest(rows.map(({ late }) => late)),
    horizon,
    lookback,
    last: formatWallTime(largest(rows.map(({ last }) => last))),
  });
}
