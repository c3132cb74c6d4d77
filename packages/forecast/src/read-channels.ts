import { forecastError } from './fail';
import type { ChannelValues } from './types';

/** Rows that values are taken from. */
export interface ChannelRows {
  readonly place: 'history' | 'horizon';
  readonly role: 'target' | 'past' | 'known';
  /** Values that every channel must have. */
  readonly length: number;
  /** The newest of them are read. */
  readonly count: number;
  /** Names a row that is read, from 0, in messages. */
  nameRow(row: number): string;
}

/**
 * Some channels of a table, row-major: [count, names].
 *
 * @throws ForecastError FORECAST_CHANNEL, FORECAST_LENGTH, FORECAST_VALUE
 */
export function readChannels(values: ChannelValues, names: readonly string[], rows: ChannelRows): Float64Array {
  const { place, role, length, count, nameRow } = rows;
  const table = new Float64Array(count * names.length);
  names.forEach((channel, column) => {
    const given = Object.hasOwn(values, channel) ? values[channel] : undefined;
    if (!given) throw forecastError('FORECAST_CHANNEL', { channel, role, place, found: Object.keys(values) });
    if (given.length !== length)
      throw forecastError('FORECAST_LENGTH', { channel, place, found: given.length, expected: length });
    const read = Float64Array.from({ length: count }, (_, row) => toNumber(given[length - count + row]));
    refuseNonFinite(channel, place, read, nameRow);
    read.forEach((value, row) => (table[row * names.length + column] = value));
  });
  return table;
}

/** null and undefined are missing, not 0. */
function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

function refuseNonFinite(
  channel: string,
  place: 'history' | 'horizon',
  values: Float64Array,
  nameRow: (row: number) => string,
): void {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  const count = values.filter((value) => !Number.isFinite(value)).length;
  throw forecastError('FORECAST_VALUE', { channel, place, at: nameRow(row), value: values[row] ?? NaN, count });
}

/**
 * Features of a series: [names].
 *
 * @throws ForecastError FORECAST_CHANNEL, FORECAST_VALUE
 */
export function readFeatures(values: Readonly<Record<string, number>>, names: readonly string[]): Float64Array {
  return Float64Array.from(names, (channel) => {
    const value = Object.hasOwn(values, channel) ? values[channel] : undefined;
    const place = 'features';
    if (value === undefined)
      throw forecastError('FORECAST_CHANNEL', { channel, role: 'static', place, found: Object.keys(values) });
    if (Number.isFinite(value)) return value;
    throw forecastError('FORECAST_VALUE', { channel, place, at: 'its one value', value, count: 1 });
  });
}
