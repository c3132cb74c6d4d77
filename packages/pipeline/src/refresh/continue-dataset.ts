import { rmSync } from 'node:fs';
import { artifactFile, type Dataset, openDataset, type StageHost, writeArtifact } from '@tsdistill/contracts';
import { IngestConfig, runIngest } from '@tsdistill/ingest';
import { appendedRows } from './appended-rows';
import { type Appended, moveSplit, type Split } from './move-split';

/** A data set that goes on from a former one, and by how much. */
export interface ContinuedDataset {
  readonly appended: Appended;
  readonly split: Split;
}

/**
 * Reads the file of a data set again and writes a `dataset@1` that goes on from the former one: with later splits, and with its scalers,
 * which the parameters of teacher and students and all stored forecasts know. Its inputs name the former one and the one whose scalers
 * they are.
 *
 * @throws PipelineError those of ingest and of `appendedRows`
 */
export async function continueDataset(
  ingest: IngestConfig,
  former: Dataset,
  out: string,
  host: StageHost,
): Promise<ContinuedDataset> {
  const side = `${out}-as-read`;
  try {
    const section = { ...ingest, split: splitOf(former, ingest) };
    await runIngest(section, side, host);
    const appended = appendedRows(former, openDataset(side));
    const split = moveSplit(section.split, appended);
    if (split !== section.split) await runIngest({ ...section, split }, side, host);
    await keepScalers(openDataset(side), former, out);
    return { appended, split };
  } finally {
    rmSync(side, { recursive: true, force: true });
  }
}

/** The former splits, which an earlier refresh may have moved. */
function splitOf({ manifest }: Dataset, ingest: IngestConfig): Split {
  const result = IngestConfig.safeParse({ ...ingest, split: manifest.config['split'] });
  return result.success ? result.data.split : ingest.split;
}

async function keepScalers(longer: Dataset, former: Dataset, out: string): Promise<void> {
  const { manifest } = longer;
  const { scaler, covariateScaler } = former.manifest.meta;
  const { covariateScaler: _, ...meta } = manifest.meta;
  const inputs = { former: former.fingerprint, scaler: former.manifest.inputs['scaler'] ?? former.fingerprint };
  await writeArtifact(out, { kind: 'dataset', config: manifest.config, inputs }, (draft) => {
    for (const name of Object.keys(manifest.files)) draft.copy(name, artifactFile(longer, name));
    return { ...meta, scaler, ...(covariateScaler && { covariateScaler }) };
  });
}
