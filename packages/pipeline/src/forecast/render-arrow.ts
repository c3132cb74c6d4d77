import { Float64, Table, tableToIPC, TimestampMillisecond, Utf8, vectorFromArray } from 'apache-arrow';
import type { ForecastTable } from './forecast-table';

/**
 * The table as an Arrow IPC file: times as Timestamp[ms], of UTC where they are instants and without a zone where they are what a clock
 * shows; numbers as Float64.
 */
export function renderArrow({ texts, numbers }: ForecastTable): Uint8Array {
  const times = texts.at(-1);
  const columns = [
    ...texts.slice(0, -1).map(({ name, values }) => [name, vectorFromArray(values, new Utf8())] as const),
    ...(times ? [[times.name, timesOf(times.values)] as const] : []),
    ...numbers.map(({ name, values }) => [name, vectorFromArray(values, new Float64())] as const),
  ];
  return tableToIPC(new Table(Object.fromEntries(columns)), 'file');
}

function timesOf(texts: readonly string[]) {
  const isInstant = texts.some((text) => /T.*(Z|[+-]\d\d:\d\d)$/.test(text));
  const read = (text: string) => Date.parse(isInstant ? text : `${text.includes('T') ? text : `${text}T00:00:00`}Z`);
  return vectorFromArray(texts.map(read), new TimestampMillisecond(isInstant ? 'UTC' : null));
}
