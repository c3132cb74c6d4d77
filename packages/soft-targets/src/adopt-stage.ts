import {
  checkSoftTargets,
  openDataset,
  openSoftTargets,
  readOrigins,
  softTargetBatchRows,
  type StageHost,
  writeArtifact,
  writeSoftTargets,
} from '@tsdistill/contracts';
import { adoptForecasts, checkFinite } from './adopt-forecasts';

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
  try {
    checkSoftTargets(dataset, outside);
    checkFinite(outside);
    const { rowCount, ...meta } = outside.meta;
    const inputs = { dataset: dataset.fingerprint, outside: outside.artifact.fingerprint };
    await writeArtifact(folders.out, { kind: 'soft-targets', config: {}, inputs }, (draft) =>
      writeSoftTargets(draft, meta, adoptForecasts(outside, readOrigins(dataset), softTargetBatchRows(outside.meta))),
    );
    host.info({ windows: rowCount }, 'soft targets taken in');
  } finally {
    outside.close();
  }
}
