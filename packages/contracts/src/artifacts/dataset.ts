import { join } from 'node:path';
import { openArtifact, type OpenArtifact } from '../artifact/open-artifact';
import type { ColumnType } from '../arrow/column-type';
import { readTable } from '../arrow/read-table';
import type { Channels } from '../schemas/common';
import { type Split, SPLITS } from '../schemas/dataset';

export type Dataset = OpenArtifact<'dataset'>;

/** Columns of `windows.arrow`: the forecast origins. */
export const ORIGIN_COLUMNS = {
  series: { kind: 'int32' },
  origin: { kind: 'int32' },
  split: { kind: 'int8' },
} as const satisfies Record<string, ColumnType>;

/** Columns of `series.arrow`; a role without channels has no column. */
export function seriesColumns(channels: Channels, masked: boolean): Record<string, ColumnType> {
  return {
    timestamp: { kind: 'timestamp' },
    target: { kind: 'float32-list', width: channels.target.length },
    ...(channels.past.length > 0 && { past: { kind: 'float32-list', width: channels.past.length } }),
    ...(channels.known.length > 0 && { known: { kind: 'float32-list', width: channels.known.length } }),
    ...(masked && { mask: { kind: 'uint8-list', width: channels.target.length } }),
  };
}

/** The rows of all series, one after the other, in raw units; row-major, so one window is one subarray. */
export interface SeriesTable {
  /** ms since 1970 UTC, [T] */
  readonly timestamp: BigInt64Array;
  /** [T, C] */
  readonly target: Float32Array;
  /** [T, P], empty without past covariates */
  readonly past: Float32Array;
  /** [T, K], empty without known channels */
  readonly known: Float32Array;
  /** [T, C], 1 = observed; absent when every value was */
  readonly mask?: Uint8Array;
}

/** Forecast origins: the first target row, counted inside its series. */
export interface Origins {
  readonly series: Int32Array;
  readonly origin: Int32Array;
  /** Index into `SPLITS`. */
  readonly split: Int8Array;
}

export function openDataset(folder: string): Dataset {
  return openArtifact(folder, 'dataset');
}

export function readSeries(dataset: Dataset): SeriesTable {
  const { channels, masked } = dataset.manifest.meta;
  const empty = new Float32Array(0);
  const table = readTable(join(dataset.folder, 'series.arrow'), seriesColumns(channels, masked));
  return { past: empty, known: empty, ...table } as unknown as SeriesTable;
}

export function readOrigins(dataset: Dataset): Origins {
  return readTable(join(dataset.folder, 'windows.arrow'), ORIGIN_COLUMNS);
}

/** Static features of every series, [S, F]; empty without static channels. */
export function readStatic(dataset: Dataset): Float32Array {
  const width = dataset.manifest.meta.channels.static.length;
  if (width === 0) return new Float32Array(0);
  return readTable(join(dataset.folder, 'static.arrow'), { static: { kind: 'float32-list', width } }).static;
}

/** First row of each series in the concatenated table, and the table's end: [S + 1]. */
export function seriesOffsets(dataset: Dataset): Int32Array {
  const offsets = new Int32Array(dataset.manifest.meta.series.length + 1);
  dataset.manifest.meta.series.forEach((series, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + series.rowCount;
  });
  return offsets;
}

/** Positions in `origins` of one split whose window has `lookback` rows before it, in stored order. */
export function selectOrigins(origins: Origins, split: Split, lookback: number): Int32Array {
  const code = SPLITS.indexOf(split);
  const fits = (i: number) => origins.split[i] === code && (origins.origin[i] ?? 0) >= lookback;
  return Int32Array.from(origins.split.keys()).filter(fits);
}
