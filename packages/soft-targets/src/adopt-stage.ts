import {
  type ArtifactDraft,
  type Augmented,
  checkRecipes,
  checkSoftTargets,
  type Dataset,
  datasetFacts,
  openAugmented,
  openDataset,
  openSoftTargets,
  readOrigins,
  refuseOtherUnit,
  softTargetBatchRows,
  type SoftTargets,
  type StageHost,
  writeArtifact,
  writeAugmented,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { adoptAugmented } from './adopt-augmented';
import { checkFinite, checkKeys, checkLists, type KeyedForecasts } from './check-forecasts';
import { copyForecasts } from './copy-forecasts';
import { originLookup } from './origin-lookup';
import { createDomainCheck } from './refuse-untransformed';

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
  checkKeys(outside, originLookup(dataset));
  checkLists(outside);
  refuseOtherUnit(dataset, outside);
  const [{ folder }, size] = [outside.artifact, sizeOf(outside)];
  refuseUntransformed(dataset, outside, { ...outside, folder, size });
  if (!augmented) return;
  checkRecipes(folder, augmented.recipes, readOrigins(dataset));
  const made = { ...augmented.recipes, folder, size, readForecast: augmented.readForecast };
  checkFinite(made);
  refuseUntransformed(dataset, outside, made);
}

/** Reads every forecast once more, where the data set transforms its targets. */
function refuseUntransformed(dataset: Dataset, { meta }: SoftTargets, forecasts: KeyedForecasts): void {
  const domain = createDomainCheck(dataset.manifest.meta, meta);
  if (!domain) return;
  const row = new Float32Array(forecasts.size);
  forecasts.series.forEach((series, index) => {
    forecasts.readForecast(index, 1, row);
    domain.look(series, forecasts.origin[index] ?? 0, row);
  });
  domain.refuse(forecasts.folder);
}

function write(draft: ArtifactDraft, dataset: Dataset, outside: SoftTargets, augmented: Augmented | undefined) {
  const { rowCount: _, augmented: __, ...told } = outside.meta;
  const meta = { ...told, facts: datasetFacts(dataset) };
  const batchRows = softTargetBatchRows(outside.meta);
  const written = writeSoftTargets(
    draft,
    meta,
    copyForecasts(outside, Int32Array.from(outside.series.keys()), batchRows),
  );
  if (!augmented) return written;
  const batches = adoptAugmented(augmented, sizeOf(outside), batchRows);
  return { ...written, augmented: writeAugmented(draft, meta, batches) };
}

function sizeOf({ meta }: SoftTargets): number {
  return meta.horizon * meta.channels.length;
}
