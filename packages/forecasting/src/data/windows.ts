import {
  type Channels,
  type Dataset,
  parseFrequency,
  PipelineError,
  readOrigins,
  readSeries,
  selectOrigins,
  seriesOffsets,
  type Split,
} from '@tsdistill/contracts';
import { phaseOf } from './phase';
import { standardize } from './standardize';

/** The standardized rows of a data set, loaded once, and its forecast origins. */
export interface WindowData {
  readonly dataset: Dataset;
  /** ms since 1970 UTC, [T]. */
  readonly timestamp: BigInt64Array;
  /** Standardized, [T, C]. */
  readonly target: Float32Array;
  /** The known channels a model asked for, [T, K]. */
  readonly known: Float32Array;
  readonly knownCount: number;
  /** [T, C], 1 = observed; absent when every value was. */
  readonly mask?: Uint8Array;
  /** First row of each series, and the end: [S + 1]. */
  readonly offsets: Int32Array;
}

/** Series and first target row inside it, by window. */
export interface OriginKeys {
  readonly series: Int32Array;
  readonly origin: Int32Array;
}

/** Windows for one lookback: an index into the rows; nothing is copied until a batch asks. */
export interface Windows extends OriginKeys {
  readonly count: number;
  readonly lookback: number;
  readonly horizon: number;
  /** past [L, C] of window `index` to `out` at `offset`. */
  copyPast(index: number, out: Float32Array, offset: number): void;
  /** Truth [H, C]. */
  copyTarget(index: number, out: Float32Array, offset: number): void;
  /** Known channels over lookback and horizon, [L + H, K]. */
  copyKnown(index: number, out: Float32Array, offset: number): void;
  /** Place of the first target row in a cycle of `period` steps that began in 1970: 0 … period − 1. */
  phase(index: number, period: number): number;
}

/** Loads a data set, standardizes it, and picks known channels by name. @throws PipelineError COLUMN_UNKNOWN */
export function loadWindowData(dataset: Dataset, knownNames: readonly string[]): WindowData {
  const { channels, scaler } = dataset.manifest.meta;
  const table = readSeries(dataset);
  const offsets = seriesOffsets(dataset);
  const width = channels.target.length;
  const target = new Float32Array(table.target.length);
  for (let series = 0; series + 1 < offsets.length; series++) {
    const [from, to] = [(offsets[series] ?? 0) * width, (offsets[series + 1] ?? 0) * width];
    target.set(standardize(table.target.subarray(from, to), scaler, series), from);
  }
  const known = pickColumns(table.known, channels, knownNames);
  return {
    dataset,
    timestamp: table.timestamp,
    target,
    known,
    knownCount: knownNames.length,
    ...(table.mask && { mask: table.mask }),
    offsets,
  };
}

/** Timestamp of the last train row of all series, ISO 8601: the last value that parameters are fitted on. */
export function trainedUntil({ dataset, timestamp, offsets }: WindowData): string {
  const last = dataset.manifest.meta.series.map(({ borders }, series) =>
    Number(timestamp[(offsets[series] ?? 0) + borders.train[1] - 1]),
  );
  return new Date(Math.max(...last)).toISOString();
}

/** @throws PipelineError NO_WINDOWS when no origin of the split has `lookback` rows before it */
export function selectWindows(data: WindowData, split: Split, lookback: number): Windows {
  const origins = readOrigins(data.dataset);
  const chosen = selectOrigins(origins, split, lookback);
  if (chosen.length === 0) throw noWindows(data.dataset, split, lookback);
  const pick = (from: Int32Array) => Int32Array.from(chosen, (index) => from[index] ?? 0);
  return windowsAt(data, { series: pick(origins.series), origin: pick(origins.origin) }, lookback);
}

/** The error of a split in which no window fits. */
export function noWindows({ manifest }: Dataset, split: Split, lookback: number): PipelineError {
  const rowsOf = ({ borders, observedRowCount, rowCount }: (typeof manifest.meta.series)[number]) => {
    const [from, to] = split === 'future' ? [observedRowCount, rowCount] : borders[split];
    return to - from;
  };
  const rows = manifest.meta.series.reduce((sum, series) => sum + rowsOf(series), 0);
  return new PipelineError('NO_WINDOWS', { split, lookback, horizon: manifest.meta.horizon, rows });
}

/** Windows at given origins, each of which must have `lookback` rows before it. */
export function windowsAt(data: WindowData, { series, origin }: OriginKeys, lookback: number): Windows {
  const { horizon, channels, frequency } = data.dataset.manifest.meta;
  const width = channels.target.length;
  const firstTargetRow = Int32Array.from(origin, (row, index) => row + (data.offsets[series[index] ?? 0] ?? 0));
  const rows = (values: Float32Array, columns: number, from: number, count: number) =>
    values.subarray(from * columns, (from + count) * columns);
  const at = (index: number) => firstTargetRow[index] ?? 0;
  const stepMs = parseFrequency(frequency) ?? NaN;
  return {
    count: origin.length,
    lookback,
    horizon,
    series,
    origin,
    copyPast: (index, out, offset) => out.set(rows(data.target, width, at(index) - lookback, lookback), offset),
    copyTarget: (index, out, offset) => out.set(rows(data.target, width, at(index), horizon), offset),
    copyKnown: (index, out, offset) =>
      out.set(rows(data.known, data.knownCount, at(index) - lookback, lookback + horizon), offset),
    // One step after the last row of the past, since an origin without truth may have no row of its own.
    phase: (index, period) => phaseOf(Number(data.timestamp[at(index) - 1]) + stepMs, stepMs, period),
  };
}

/** Columns of the known channels, in the order asked for: [T, K]. */
function pickColumns(known: Float32Array, channels: Channels, names: readonly string[]): Float32Array {
  const columns = names.map((name) => channels.known.indexOf(name));
  const missing = names[columns.indexOf(-1)];
  if (missing !== undefined)
    throw new PipelineError('KNOWN_CHANNEL_UNKNOWN', { channel: missing, known: channels.known });
  const width = channels.known.length;
  const rowCount = width === 0 ? 0 : known.length / width;
  const picked = new Float32Array(rowCount * columns.length);
  for (let row = 0; row < rowCount; row++)
    columns.forEach((column, k) => (picked[row * columns.length + k] = known[row * width + column] ?? 0));
  return picked;
}
