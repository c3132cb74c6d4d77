import {
  type ArtifactDraft,
  type Augmented,
  checkRecipes,
  checkSoftTargets,
  type Dataset,
  openAugmented,
  openDataset,
  openSoftTargets,
  readOrigins,
  softTargetBatchRows,
  type SoftTargets,
  type StageHost,
  writeArtifact,
  writeAugmented,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { newestOrigins } from '@tsdistill/forecasting';
import { adoptAugmented } from './adopt-augmented';
import { adoptForecasts, checkFinite, checkLists } from './adopt-forecasts';

/** The data set, the folder of forecasts made elsewhere, and the artifact to write. */
export interface AdoptFolders {
  readonly dataset: string;
  readonly softTargets: string;
  readonly out: string;
}

/** Reads `soft-targets@1` made elsewhere, checks it against the data set, writes it as this project's own artifact. */
export async function runAdoptSoftTargets(folders: AdoptFolders, host: StageHost): Promise<void> {
  const dataset = openDataset(folders.dataset);
  const outside = openSoftTargets(folders.softTargets);
  let augmented: Augmented | undefined;
  try {
    augmented = openAugmented(outside.artifact);
    check(dataset, outside, augmented);
    const inputs = { dataset: dataset.fingerprint, outside: outside.artifact.fingerprint };
    await writeArtifact(folders.out, { kind: 'soft-targets', config: {}, inputs }, (draft) =>
      write(draft, dataset, outside, augmented),
    );
    host.info({ windows: outside.meta.rowCount, augmented: augmented?.rowCount ?? 0 }, 'soft targets taken in');
  } finally {
    augmented?.close();
    outside.close();
  }
}

function check(dataset: Dataset, outside: SoftTargets, augmented: Augmented | undefined): void {
  checkSoftTargets(dataset, outside);
  checkLists(outside);
  if (!augmented) return;
  const rows = { folder: outside.artifact.folder, size: sizeOf(outside) };
  checkRecipes(rows.folder, augmented.recipes, readOrigins(dataset));
  checkFinite({ ...augmented.recipes, ...rows, readForecast: augmented.readForecast });
}

function write(draft: ArtifactDraft, dataset: Dataset, outside: SoftTargets, augmented: Augmented | undefined) {
  const { rowCount: _, augmented: __, ...meta } = outside.meta;
  const known = [readOrigins(dataset), newestOrigins(dataset.manifest.meta, 1)];
  const batchRows = softTargetBatchRows(outside.meta);
  const written = writeSoftTargets(draft, meta, adoptForecasts(outside, known, batchRows));
  if (!augmented) return written;
  const batches = adoptAugmented(augmented, sizeOf(outside), batchRows);
  return { ...written, augmented: writeAugmented(draft, meta, batches) };
}

function sizeOf({ meta }: SoftTargets): number {
  return meta.horizon * meta.channels.length;
}
