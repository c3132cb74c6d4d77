import { artifactFile, openArtifact, type OpenArtifact } from '../artifact/open-artifact';
import type { ColumnType } from '../arrow/column-type';
import { readTable } from '../arrow/read-table';
import { PipelineError } from '../errors/pipeline-error';
import type { Channels } from '../schemas/common';
import { type Split, SPLITS } from '../schemas/dataset';

/** A `dataset@1` artifact whose manifest was read and checked. */
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

/** Opens a `dataset@1` folder. @throws PipelineError those of `openArtifact` */
export function openDataset(folder: string): Dataset {
  return openArtifact(folder, 'dataset');
}

/** @throws PipelineError ARTIFACT_INVALID when the manifest's series have other rows in all, and those of `readTable` */
export function readSeries(dataset: Dataset): SeriesTable {
  const { channels, masked } = dataset.manifest.meta;
  const file = artifactFile(dataset, 'series.arrow');
  const table = readTable(file, seriesColumns(channels, masked));
  checkRows(file, table['timestamp']?.length, seriesOffsets(dataset).at(-1));
  const empty = new Float32Array(0);
  return { past: empty, known: empty, ...table } as unknown as SeriesTable;
}

/** Of all rows, 1 for each with an observed target, [T]; absent where every one has. */
export function readObservedRows(dataset: Dataset): Uint8Array | undefined {
  const { channels, masked } = dataset.manifest.meta;
  if (!masked) return undefined;
  const width = channels.target.length;
  const { mask } = readTable(artifactFile(dataset, 'series.arrow'), { mask: { kind: 'uint8-list', width } });
  const rows = new Uint8Array(mask.length / width);
  return rows.map((_, row) => (mask.subarray(row * width, (row + 1) * width).includes(1) ? 1 : 0));
}

/** All forecast origins, in stored order. @throws PipelineError ARTIFACT_INVALID when the manifest counts other origins, and those of `readTable` */
export function readOrigins(dataset: Dataset): Origins {
  const file = artifactFile(dataset, 'windows.arrow');
  const origins = readTable(file, ORIGIN_COLUMNS);
  const { train, validation, test, future } = dataset.manifest.meta.originCounts;
  checkRows(file, origins.split.length, train + validation + test + future);
  return origins;
}

/** Static features of every series, [S, F]; empty without static channels. */
export function readStatic(dataset: Dataset): Float32Array {
  const { channels, series } = dataset.manifest.meta;
  const width = channels.static.length;
  if (width === 0) return new Float32Array(0);
  const file = artifactFile(dataset, 'static.arrow');
  const table = readTable(file, { static: { kind: 'float32-list', width } });
  checkRows(file, table.static.length / width, series.length);
  return table.static;
}

function checkRows(file: string, rowCount: number | undefined, expected: number | undefined): void {
  if (rowCount === expected) return;
  throw new PipelineError('ARTIFACT_INVALID', {
    file,
    problem: `it has ${rowCount} rows, the manifest says ${expected}`,
  });
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
