import { PipelineError, readObservedRows, readOrigins, selectOrigins } from '@tsdistill/contracts';
import {
  type CombinedTeachers,
  newestOrigins,
  type OriginKeys,
  type WindowData,
  type Windows,
  windowsAt,
} from '@tsdistill/forecasting';

type Key = readonly [series: number, origin: number];

/**
 * Windows that the soft targets cover and whose truth the train split does not hold, series by series: origins whose past lies in the train split and
 * whose targets reach behind it, then `future` origins. Validation and test origins are never among them.
 *
 * @throws PipelineError UNLABELLED_NOT_COVERED
 */
export function unlabelledWindows(teacher: CombinedTeachers, data: WindowData, lookback: number): Windows {
  const [trainEnd, future] = [trainEndOrigins(data, lookback), futureOrigins(data, lookback)];
  const { horizon, channels } = data.dataset.manifest.meta;
  const forecast = new Float32Array(horizon * channels.target.length);
  const covered = [...trainEnd, ...future].filter(([series, origin]) => teacher.read(series, origin, forecast, 0));
  if (covered.length === 0)
    throw new PipelineError('UNLABELLED_NOT_COVERED', {
      trainEndCount: trainEnd.length,
      futureCount: future.length,
    });
  return windowsAt(data, keysOf(covered), lookback);
}

/** Timestamp of the last row in the past of any of the windows, ISO 8601. */
export function pastUntil({ timestamp, offsets }: WindowData, { series, origin }: OriginKeys): string {
  const last = Array.from(origin, (row, i) => Number(timestamp[(offsets[series[i] ?? 0] ?? 0) + row - 1]));
  return new Date(last.reduce((a, b) => Math.max(a, b), -Infinity)).toISOString();
}

function trainEndOrigins({ dataset }: WindowData, lookback: number): Key[] {
  const { series, origin } = newestOrigins(dataset.manifest.meta, lookback, readObservedRows(dataset));
  return Array.from(series, (s, i): Key => [s, origin[i] ?? 0]);
}

function futureOrigins({ dataset }: WindowData, lookback: number): Key[] {
  const origins = readOrigins(dataset);
  return Array.from(selectOrigins(origins, 'future', lookback), (i): Key => [
    origins.series[i] ?? 0,
    origins.origin[i] ?? 0,
  ]);
}

function keysOf(keys: readonly Key[]): OriginKeys {
  return { series: Int32Array.from(keys, ([s]) => s), origin: Int32Array.from(keys, ([, origin]) => origin) };
}
