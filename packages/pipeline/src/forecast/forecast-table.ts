import type { Forecast } from '@tsdistill/forecast';
import type { FileForecasts } from './forecast-file';

export interface TableColumn<Value> {
  readonly name: string;
  readonly values: readonly Value[];
}

/** One row a series and step. */
export interface ForecastTable {
  /** Names of series where there are several, and times. */
  readonly texts: readonly TableColumn<string>[];
  /** Each channel, behind it the bounds of its intervals: `sales`, `sales-lo-90`, `sales-hi-90`. */
  readonly numbers: readonly TableColumn<number>[];
}

/** Forecasts are made in float32, which has seven digits. */
export const roundValue = (value: number): number => Number(value.toPrecision(7));

export function forecastTable({ columns, channels, series }: FileForecasts): ForecastTable {
  const all = series.map(({ forecast }) => forecast);
  const levels = all[0]?.intervals.map(({ level }) => level) ?? [];
  const ids = series.flatMap(({ id, forecast }) => forecast.timestamps.map(() => id));
  return {
    texts: [
      ...(columns.series === undefined ? [] : [{ name: columns.series, values: ids }]),
      { name: columns.timestamp, values: all.flatMap(({ timestamps }) => timestamps) },
    ],
    numbers: channels.flatMap((channel) => [
      { name: channel, values: all.flatMap(({ values }) => values[channel] ?? []) },
      ...levels.flatMap((level, index) => boundsOf(all, channel, { level, index })),
    ]),
  };
}

function boundsOf(
  all: readonly Forecast[],
  channel: string,
  { level, index }: { readonly level: number; readonly index: number },
): TableColumn<number>[] {
  const percent = Number((100 * level).toFixed(2));
  const pick = (side: 'lower' | 'upper') => all.flatMap(({ intervals }) => intervals[index]?.[side][channel] ?? []);
  return [
    { name: `${channel}-lo-${percent}`, values: pick('lower') },
    { name: `${channel}-hi-${percent}`, values: pick('upper') },
  ];
}
