import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashFile, openDataset } from '@tsdistill/contracts';
import { pairEvaluations, type PairedEvaluations } from '@tsdistill/evaluate';
import { artifactFolder, isArtifact } from '../experiment-place';
import type { FoundResult } from './result-files';

/** Two runs set against each other window by window, or why they cannot be. */
export type Pairing =
  | { readonly kind: 'paired'; readonly evaluations: PairedEvaluations }
  | { readonly kind: 'unpaired'; readonly reason: string };

/** @param differences what is another in the two, such as the horizon; empty when they scored the same windows, as far as their results say */
export function pairRuns(before: FoundResult, now: FoundResult, differences: readonly string[]): Pairing {
  const unpaired = (reason: string): Pairing => ({ kind: 'unpaired', reason });
  if (differences.length > 0) return unpaired('they did not score the same windows');
  const notHere = ({ result }: FoundResult) =>
    unpaired(`of ${result.experiment} only what was accepted is here, not its forecasts`);
  const [first, second] = [before.evaluation, now.evaluation];
  if (first === undefined) return notHere(before);
  if (second === undefined) return notHere(now);
  const folder = datasetOf(second.manifest.inputs['dataset']);
  if (folder === undefined) return unpaired('the data set that they were scored on does not lie in data/artifacts');
  const evaluations = pairEvaluations(first, second, openDataset(folder));
  return evaluations ? { kind: 'paired', evaluations } : unpaired('they did not score the same windows');
}

/** Folder of the data set with this fingerprint, of whatever name. */
function datasetOf(fingerprint: string | undefined): string | undefined {
  const projects = existsSync('data/artifacts') ? readdirSync('data/artifacts') : [];
  return projects
    .filter((project) => project.startsWith('dataset-'))
    .map((project) => artifactFolder(project, 'ingest'))
    .find((folder) => isArtifact(folder) && hashFile(join(folder, 'manifest.json')) === fingerprint);
}
