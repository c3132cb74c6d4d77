import { canonicalJson } from '../artifact/canonical-json';
import type { HashingFile } from '../artifact/hashing-file';
import type { ArtifactDraft } from '../artifact/write-artifact';
import { artifactFile, openArtifact, type OpenArtifact } from '../artifact/open-artifact';
import { type ArrowColumn, ArrowFile } from '../arrow/arrow-file';
import type { ColumnArrays, ColumnType } from '../arrow/column-type';
import { ArrowWriter } from '../arrow/write-arrow';
import { PipelineError } from '../errors/pipeline-error';
import type { SoftTargetsMeta } from '../schemas/soft-targets';
import type { Dataset } from './dataset';
import { refuseOtherData } from './dataset-facts';
import { sizeOf } from '../size-of';

const FILE = 'soft-targets.arrow';
/** About 8 MiB a batch: large enough to write fast, small enough to hold. */
const BATCH_BYTES = 8 << 20;

/** Columns of `soft-targets.arrow`; quantiles and features only where declared. */
export function softTargetColumns(meta: SoftTargetsMeta) {
  const width = meta.horizon * meta.channels.length;
  const features = sizeOf(meta.features);
  return {
    series: { kind: 'int32' },
    origin: { kind: 'int32' },
    inSample: { kind: 'bool' },
    forecast: { kind: 'float32-list', width },
    ...(meta.quantiles.length > 0 && {
      quantiles: { kind: 'float32-list', width: meta.quantiles.length * width },
    }),
    ...(meta.features.length > 0 && { features: { kind: 'float32-list', width: features } }),
  } as const satisfies Record<string, ColumnType>;
}
/** Columns of one record batch. */
export type SoftTargetArrays = ColumnArrays<ReturnType<typeof softTargetColumns>>;

/** Rows for one record batch of about 8 MiB. */
export function softTargetBatchRows(meta: SoftTargetsMeta): number {
  const { forecast, quantiles, features } = softTargetColumns(meta);
  const width = forecast.width + (quantiles?.width ?? 0) + (features?.width ?? 0);
  return Math.min(65_536, Math.max(1, Math.floor(BATCH_BYTES / (4 * width))));
}

/** One record batch of soft targets. */
export interface SoftTargetBatch {
  readonly rowCount: number;
  readonly arrays: SoftTargetArrays;
}

/** Writes `soft-targets.arrow` batch by batch; `batches` may reuse its buffers. @returns `meta` with the row count */
export function writeSoftTargets(
  draft: ArtifactDraft,
  meta: Omit<SoftTargetsMeta, 'rowCount'>,
  batches: Iterable<SoftTargetBatch>,
): SoftTargetsMeta {
  let rowCount = 0;
  draft.file(FILE, (file) => {
    const writer = openWriter(file, meta);
    for (const batch of batches) {
      writer.append(batch.rowCount, batch.arrays);
      rowCount += batch.rowCount;
    }
    writer.finish();
  });
  return { ...meta, rowCount };
}

/** Like `writeSoftTargets`, for batches that must be waited for; the caller awaits it. */
export async function streamSoftTargets(
  draft: ArtifactDraft,
  meta: Omit<SoftTargetsMeta, 'rowCount'>,
  batches: AsyncIterable<SoftTargetBatch>,
): Promise<SoftTargetsMeta> {
  let rowCount = 0;
  await draft.fileAsync(FILE, async (file) => {
    const writer = openWriter(file, meta);
    for await (const batch of batches) {
      writer.append(batch.rowCount, batch.arrays);
      rowCount += batch.rowCount;
    }
    writer.finish();
  });
  return { ...meta, rowCount };
}

function openWriter(file: HashingFile, meta: Omit<SoftTargetsMeta, 'rowCount'>) {
  return new ArrowWriter(file, softTargetColumns({ ...meta, rowCount: 0 }), {
    'tsdistill.kind': 'soft-targets',
    'tsdistill.version': '1',
    'tsdistill.meta': canonicalJson(meta),
  });
}

/** Soft targets opened for reading window by window; close them when done. */
export interface SoftTargets {
  readonly artifact: OpenArtifact<'soft-targets'>;
  readonly meta: SoftTargetsMeta;
  /** Keys of all rows, in stored order. */
  readonly series: Int32Array;
  readonly origin: Int32Array;
  readonly inSample: Uint8Array;
  /** The row of a window, or -1 when the teacher does not cover it. */
  rowOf(series: number, origin: number): number;
  /** Reads rows [first, first + count) of the forecast, [count, H, C], from their byte offset. */
  readForecast(first: number, count: number, target: Float32Array): void;
  /** The same for the quantiles, [count, Q, H, C]; does nothing where none are declared. */
  readQuantiles(first: number, count: number, target: Float32Array): void;
  /** The same for the features; does nothing where none are declared. */
  readFeatures(first: number, count: number, target: Float32Array): void;
  /** Releases the file; reading afterwards throws. */
  close(): void;
}

type ListColumn = ArrowColumn<ColumnType & { kind: 'float32-list' }>;

/**
 * Reads the keys of all rows; forecasts stay in the file until they are asked for.
 *
 * @throws PipelineError those of `openArtifact` and of `ArrowFile.column`; ARTIFACT_INVALID for a key that stands twice
 * or another number of rows than the manifest says
 */
export function openSoftTargets(folder: string): SoftTargets {
  const artifact = openArtifact(folder, 'soft-targets');
  const file = new ArrowFile(artifactFile(artifact, FILE));
  try {
    return readKeys(artifact, file);
  } catch (error) {
    file.close();
    throw error;
  }
}

function readKeys(artifact: OpenArtifact<'soft-targets'>, file: ArrowFile): SoftTargets {
  const { meta } = artifact.manifest;
  const columns = softTargetColumns(meta);
  for (const [name, type] of Object.entries(columns)) file.column(name, type); // all of them, before work starts
  const series = file.column('series', columns.series).readAll();
  const origin = file.column('origin', columns.origin).readAll();
  const inSample = file.column('inSample', columns.inSample).readAll();
  const forecast: ListColumn = file.column('forecast', columns.forecast);
  const quantiles: ListColumn | undefined = columns.quantiles && file.column('quantiles', columns.quantiles);
  const features: ListColumn | undefined = columns.features && file.column('features', columns.features);
  const rows = indexKeys(series, origin);
  refuseWrongRows(file, meta.rowCount, rows.size);
  return {
    artifact,
    meta,
    series,
    origin,
    inSample,
    rowOf: (s, o) => rows.get(key(s, o)) ?? -1,
    readForecast: (first, count, target) => forecast.read(first, count, target),
    readQuantiles: (first, count, target) => quantiles?.read(first, count, target),
    readFeatures: (first, count, target) => features?.read(first, count, target),
    close: () => file.close(),
  };
}

/** (series, origin) as one number: both are int32, and 2^21 series of 2^32 rows fit a double exactly. */
function key(series: number, origin: number): number {
  return series * 2 ** 32 + origin;
}

function indexKeys(series: Int32Array, origin: Int32Array): ReadonlyMap<number, number> {
  const rows = new Map<number, number>();
  series.forEach((s, row) => rows.set(key(s, origin[row] ?? 0), row));
  return rows;
}

function refuseWrongRows({ path, rowCount }: ArrowFile, expected: number, keyCount: number): void {
  if (rowCount === expected && rowCount === keyCount) return;
  const problem =
    rowCount === expected
      ? `${rowCount - keyCount} of its ${rowCount} rows repeat the series and origin of another row`
      : `it has ${rowCount} rows, the manifest says ${expected}`;
  throw new PipelineError('ARTIFACT_INVALID', { file: path, problem });
}

/** Soft targets and data set must speak of the same windows. @throws PipelineError ARTIFACT_MISMATCH, see `refuseOtherData` */
export function checkSoftTargets(dataset: Dataset, { meta, artifact }: SoftTargets): void {
  const { horizon, channels, facts = {} } = meta;
  const who = `the soft targets in ${artifact.folder}`;
  refuseOtherData(dataset, { who, fingerprint: meta.dataset, horizon, channels, facts });
}
