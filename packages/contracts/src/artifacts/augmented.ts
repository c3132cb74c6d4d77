import type { ArtifactDraft } from '../artifact/write-artifact';
import { artifactFile, type OpenArtifact } from '../artifact/open-artifact';
import { ArrowFile } from '../arrow/arrow-file';
import { allocateColumn, type ColumnArrays, type Columns, type ColumnType } from '../arrow/column-type';
import { ArrowWriter } from '../arrow/write-arrow';
import { PipelineError } from '../errors/pipeline-error';
import { type Origins, selectOrigins } from './dataset';
import { AUGMENTATIONS, type SoftTargetsMeta } from '../schemas/soft-targets';

const FILE = 'augmented.arrow';

/** How a past is made from stored rows: the columns of `augmented.arrow` beside the forecast. */
export const RECIPE_COLUMNS = {
  /** The base window, as in `windows.arrow`: its known channels are those of the made one. */
  series: { kind: 'int32' },
  origin: { kind: 'int32' },
  /** Index into `AUGMENTATIONS`. */
  kind: { kind: 'int8' },
  /** Of the noise. */
  seed: { kind: 'int32' },
  /** jitter, scaling: standard deviation; mixup: weight of the base; other-series: 0. */
  amount: { kind: 'float32' },
  /** The window that mixup mixes in and other-series reads; else the base. */
  partnerSeries: { kind: 'int32' },
  partnerOrigin: { kind: 'int32' },
  /** other-series: channel c reads channel (c + rotation) mod C of the partner; else 0. */
  rotation: { kind: 'int32' },
} as const satisfies Columns;
/** How each made window came about, column by column. */
export type Recipes = ColumnArrays<typeof RECIPE_COLUMNS>;

/** Zeroed recipes. */
export function emptyRecipes(rowCount: number): Recipes {
  const columns = Object.entries(RECIPE_COLUMNS).map(([name, type]) => [name, allocateColumn(type, rowCount)]);
  return Object.fromEntries(columns) as Recipes;
}

/** Columns of `augmented.arrow`. */
export function augmentedColumns({ horizon, channels }: Pick<SoftTargetsMeta, 'horizon' | 'channels'>) {
  return {
    ...RECIPE_COLUMNS,
    forecast: { kind: 'float32-list', width: horizon * channels.length },
  } as const satisfies Record<string, ColumnType>;
}

/** One record batch of augmented windows. */
export interface AugmentedBatch {
  readonly rowCount: number;
  readonly arrays: Recipes & { readonly forecast: Float32Array };
}

/** Writes `augmented.arrow` batch by batch; `batches` may reuse its buffers. @returns the manifest's part */
export function writeAugmented(
  draft: ArtifactDraft,
  meta: Pick<SoftTargetsMeta, 'horizon' | 'channels'>,
  batches: Iterable<AugmentedBatch>,
): NonNullable<SoftTargetsMeta['augmented']> {
  let rowCount = 0;
  draft.file(FILE, (file) => {
    const kinds = { 'tsdistill.kind': 'soft-targets', 'tsdistill.version': '1', 'tsdistill.file': 'augmented' };
    const writer = new ArrowWriter(file, augmentedColumns(meta), kinds);
    for (const batch of batches) {
      writer.append(batch.rowCount, batch.arrays);
      rowCount += batch.rowCount;
    }
    writer.finish();
  });
  return { rowCount };
}

/** Augmented windows opened for reading; close them when done. */
export interface Augmented {
  readonly rowCount: number;
  /** By row: how its past is made. */
  readonly recipes: Recipes;
  /** Reads rows [first, first + count) of the forecast, [count, H, C], in the unit of the soft targets. */
  readForecast(first: number, count: number, target: Float32Array): void;
  /** Releases the file. */
  close(): void;
}

/**
 * @returns undefined where the soft targets have no augmented windows
 * @throws PipelineError those of `ArrowFile.column`; ARTIFACT_INVALID for another number of rows than the manifest says or
 * a kind that is none
 */
export function openAugmented(artifact: OpenArtifact<'soft-targets'>): Augmented | undefined {
  const { meta } = artifact.manifest;
  if (!meta.augmented) return undefined;
  const file = new ArrowFile(artifactFile(artifact, FILE));
  try {
    const forecast = file.column('forecast', augmentedColumns(meta).forecast);
    const recipes = readRecipes(file);
    refuseWrongRecipes(file, meta.augmented.rowCount, recipes);
    return {
      rowCount: file.rowCount,
      recipes,
      readForecast: (first, count, target) => forecast.read(first, count, target),
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Windows are made from train windows alone. @throws PipelineError AUGMENTED_OUTSIDE_TRAIN with their number and the first */
export function checkRecipes(folder: string, recipes: Recipes, origins: Origins): void {
  const keyOf = (series: number | undefined, origin: number | undefined) => `${series}/${origin}`;
  const train = new Set(
    Array.from(selectOrigins(origins, 'train', 0), (i) => keyOf(origins.series[i], origins.origin[i])),
  );
  const { series, origin, partnerSeries, partnerOrigin } = recipes;
  const baseFits = (row: number) => train.has(keyOf(series[row], origin[row]));
  const bad = [...series.keys()].filter(
    (row) => !baseFits(row) || !train.has(keyOf(partnerSeries[row], partnerOrigin[row])),
  );
  const [row] = bad;
  if (row === undefined) return;
  const [s, o] = baseFits(row) ? [partnerSeries[row], partnerOrigin[row]] : [series[row], origin[row]];
  const where = { row, series: s ?? 0, origin: o ?? 0 };
  throw new PipelineError('AUGMENTED_OUTSIDE_TRAIN', { folder, ...where, count: bad.length });
}

function readRecipes(file: ArrowFile): Recipes {
  const columns = Object.entries(RECIPE_COLUMNS).map(([name, type]) => [name, file.column(name, type).readAll()]);
  return Object.fromEntries(columns) as Recipes;
}

function refuseWrongRecipes({ path, rowCount }: ArrowFile, expected: number, { kind }: Recipes): void {
  const invalid = (problem: string) => new PipelineError('ARTIFACT_INVALID', { file: path, problem });
  if (rowCount !== expected) throw invalid(`it has ${rowCount} rows, the manifest says ${expected}`);
  const row = kind.findIndex((code) => AUGMENTATIONS[code] === undefined);
  if (row < 0) return;
  const known = AUGMENTATIONS.map((name, code) => `${code} (${name})`).join(', ');
  throw invalid(`row ${row} has the kind ${kind[row]}; there is ${known}`);
}
