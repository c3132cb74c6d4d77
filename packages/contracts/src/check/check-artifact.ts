import type { Dataset } from '../artifacts/dataset';
import type { ArtifactKind, ManifestOf } from '../schemas/manifest';
import { checkBacktestArtifact } from './check-backtest';
import { checkDatasetArtifact } from './check-dataset';
import { checkEvaluationArtifact } from './check-evaluation';
import { checkFiles } from './check-files';
import { checkManifest, type ReadManifest } from './check-manifest';
import { checkModelArtifact } from './check-model';
import { checkSizeArtifact } from './check-size';
import { checkSoftTargetsArtifact } from './check-soft-targets';
import { type CheckReport, createFindings, type Findings } from './findings';

/** What the check of a kind looks at; manifest and files are checked before. */
export interface CheckedArtifact<Kind extends ArtifactKind> {
  readonly folder: string;
  readonly manifest: ManifestOf<Kind>;
  /** Names of the listed files that are there. */
  readonly present: ReadonlySet<string>;
  /** The data set that it should belong to, where one is given. */
  readonly dataset: Dataset | undefined;
}

/** Looks into the files of one kind of artifact. */
export type KindCheck<Kind extends ArtifactKind> = (artifact: CheckedArtifact<Kind>, findings: Findings) => void;

/** Kinds whose files are looked into; of the others, manifest and hashes are checked. */
const CHECKS: { readonly [Kind in ArtifactKind]?: KindCheck<Kind> } = {
  dataset: checkDatasetArtifact,
  model: checkModelArtifact,
  'soft-targets': checkSoftTargetsArtifact,
  evaluation: checkEvaluationArtifact,
  backtest: checkBacktestArtifact,
  size: checkSizeArtifact,
};

/** Kinds that speak of the windows of a data set. */
const NEED_DATASET: readonly ArtifactKind[] = ['model', 'soft-targets'];

/**
 * Looks for everything that is wrong with an artifact, and goes on after the first.
 *
 * @param dataset the data set that it should belong to: without it, coverage and leakage cannot be checked
 * @throws PipelineError CHECK_NO_ARTIFACT when there is nothing to check
 */
export function checkArtifact(folder: string, dataset?: Dataset): CheckReport {
  const findings = createFindings();
  const read = checkManifest(folder, findings);
  const { manifest, kind } = read;
  if (manifest) {
    findings.fact('fingerprint', read.fingerprint);
    const present = checkFiles(folder, manifest.files, findings);
    if (dataset) matchInput(manifest.inputs, dataset, findings);
    if (kind && read.isMetaValid) runCheck(kind, { folder, manifest: manifest as never, present, dataset }, findings);
    noteLimits(read, dataset, findings);
  }
  return findings.report(folder, read.title);
}

function runCheck(kind: ArtifactKind, artifact: CheckedArtifact<never>, findings: Findings): void {
  const check = CHECKS[kind] as KindCheck<never> | undefined;
  check?.(artifact, findings);
}

function matchInput(inputs: Readonly<Record<string, string>>, { folder, fingerprint }: Dataset, findings: Findings) {
  const found = inputs['dataset'];
  if (found !== undefined && found !== fingerprint)
    findings.problem(
      'match',
      'manifest.json',
      `inputs.dataset is ${found}, the data set in ${folder} is ${fingerprint}`,
    );
}

function noteLimits({ kind, isMetaValid }: ReadManifest, dataset: Dataset | undefined, findings: Findings): void {
  if (!isMetaValid) findings.note('what is in its files was not checked: the manifest must be right first');
  if (kind && NEED_DATASET.includes(kind) && !dataset)
    findings.note('without --dataset, neither leakage nor whether it belongs to its data set can be checked');
}
