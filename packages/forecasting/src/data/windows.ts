import {
  type Covariates,
  type Dataset,
  fixedStepMs,
  phaseOf,
  PipelineError,
  readOrigins,
  readSeries,
  readStatic,
  selectOrigins,
  seriesOffsets,
  type Split,
  standardize,
  standardizedFloor,
  largest,
} from '@tsdistill/contracts';
import { pickColumns } from './pick-columns';

/** The standardized rows of a data set, loaded once, and its forecast origins. */
export interface WindowData {
  readonly dataset: Dataset;
  /** ms since 1970 UTC, [T]. */
  readonly timestamp: BigInt64Array;
  /** Standardized, [T, C]. */
  readonly target: Float32Array;
  /** The covariates that a model asked for, each as the data set's covariate scaler has it. */
  readonly covariates: CovariateColumns;
  /** [T, C], 1 = observed; absent when every value was. */
  readonly mask?: Uint8Array;
  /** First row of each series, and the end: [S + 1]. */
  readonly offsets: Int32Array;
}

/** Columns of the covariates that a model reads, and how many there are of each role. */
export interface CovariateColumns {
  /** Known until the last observed row, [T, P]. */
  readonly past: Float32Array;
  /** Known for the horizon too, [T, K]. */
  readonly known: Float32Array;
  /** One row a series, [S, F]. */
  readonly static: Float32Array;
  readonly counts: Readonly<Record<keyof Covariates, number>>;
}

/** Series and first target row inside it, by window. */
export interface OriginKeys {
  readonly series: Int32Array;
  readonly origin: Int32Array;
}

/** The keys at these places, in the order of the places. */
export function pickKeys({ series, origin }: OriginKeys, places: ArrayLike<number>): OriginKeys {
  const pick = (values: Int32Array) => Int32Array.from(places, (place) => values[place] ?? 0);
  return { series: pick(series), origin: pick(origin) };
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
  /** Truth that counts, [H, C]: 1 = observed, 0 = not; absent where all of it is. */
  copyObserved?(index: number, out: Float32Array, offset: number): void;
  /** Past covariates over the lookback, [L, P]. */
  copyCovariates(index: number, out: Float32Array, offset: number): void;
  /** Known channels over lookback and horizon, [L + H, K]. */
  copyKnown(index: number, out: Float32Array, offset: number): void;
  /** Static features of its series, [F]. */
  copyStatic(index: number, out: Float32Array, offset: number): void;
  /** The floor of its series' forecasts, standardized, [C]. */
  copyFloor(index: number, out: Float32Array, offset: number): void;
  /** How much it counts in training: the weight of its series. */
  weight(index: number): number;
  /** Place of the first target row in a cycle of `period` steps that began in 1970: 0 … period − 1. */
  phase(index: number, period: number): number;
}

/** Loads a data set, standardizes it, and picks covariates by name; by default none. @throws PipelineError COVARIATE_UNKNOWN */
export function loadWindowData(dataset: Dataset, chosen: Partial<Covariates> = {}): WindowData {
  const { channels, scaler } = dataset.manifest.meta;
  const table = readSeries(dataset);
  const offsets = seriesOffsets(dataset);
  const width = channels.target.length;
  const target = new Float32Array(table.target.length);
  for (let series = 0; series + 1 < offsets.length; series++) {
    const [from, to] = [(offsets[series] ?? 0) * width, (offsets[series + 1] ?? 0) * width];
    target.set(standardize(table.target.subarray(from, to), scaler, series), from);
  }
  const pick = (role: keyof Covariates, values: Float32Array) =>
    pickColumns(values, dataset.manifest.meta, role, chosen[role] ?? []);
  const { past = [], known = [], static: statics = [] } = chosen;
  return {
    dataset,
    timestamp: table.timestamp,
    target,
    covariates: {
      past: pick('past', table.past),
      known: pick('known', table.known),
      static: pick('static', readStatic(dataset)),
      counts: { past: past.length, known: known.length, static: statics.length },
    },
    ...(table.mask && { mask: table.mask }),
    offsets,
  };
}

/** Timestamp of the last train row of all series, ISO 8601: the last value that parameters are fitted on. */
export function trainedUntil({ dataset, timestamp, offsets }: WindowData): string {
  const last = dataset.manifest.meta.series.map(({ borders }, series) =>
    Number(timestamp[(offsets[series] ?? 0) + borders.train[1] - 1]),
  );
  return new Date(largest(last)).toISOString();
}

/** @throws PipelineError NO_WINDOWS when no origin of the split has `lookback` rows before it */
export function selectWindows(data: WindowData, split: Split, lookback: number): Windows {
  const origins = readOrigins(data.dataset);
  const chosen = selectOrigins(origins, split, lookback);
  if (chosen.length === 0) throw noWindows(data.dataset, split, lookback);
  return windowsAt(data, pickKeys(origins, chosen), lookback);
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
  const { horizon, channels, frequency, scaler, series: list } = data.dataset.manifest.meta;
  const width = channels.target.length;
  const { counts, past, known, static: statics } = data.covariates;
  const firstTargetRow = Int32Array.from(origin, (row, index) => row + (data.offsets[series[index] ?? 0] ?? 0));
  const rows = (values: Float32Array, columns: number, from: number, count: number) =>
    values.subarray(from * columns, (from + count) * columns);
  const at = (index: number) => firstTargetRow[index] ?? 0;
  const stepMs = fixedStepMs(frequency) ?? NaN;
  const { mask } = data;
  const seriesAt = (index: number) => series[index] ?? 0;
  return {
    count: origin.length,
    lookback,
    horizon,
    series,
    origin,
    copyPast: (index, out, offset) => out.set(rows(data.target, width, at(index) - lookback, lookback), offset),
    copyTarget: (index, out, offset) => out.set(rows(data.target, width, at(index), horizon), offset),
    ...(mask && {
      copyObserved: (index, out, offset) =>
        out.set(mask.subarray(at(index) * width, (at(index) + horizon) * width), offset),
    }),
    copyCovariates: (index, out, offset) => out.set(rows(past, counts.past, at(index) - lookback, lookback), offset),
    copyKnown: (index, out, offset) =>
      out.set(rows(known, counts.known, at(index) - lookback, lookback + horizon), offset),
    copyStatic: (index, out, offset) => out.set(rows(statics, counts.static, seriesAt(index), 1), offset),
    copyFloor: (index, out, offset) => out.set(standardizedFloor(scaler, seriesAt(index)) ?? [], offset),
    weight: (index) => list[seriesAt(index)]?.weight ?? 1,
    // One step after the last row of the past, since an origin without truth may have no row of its own.
    phase: (index, period) => phaseOf(Number(data.timestamp[at(index) - 1]) + stepMs, stepMs, period),
  };
}
