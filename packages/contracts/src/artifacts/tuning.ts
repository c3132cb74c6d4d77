import { openArtifact, type OpenArtifact } from '../artifact/open-artifact';
import { PipelineError } from '../errors/pipeline-error';
import type { TunedSettings } from '../schemas/tuning';
import type { Dataset } from './dataset';

/** Settings chosen on the validation split of one data set; all of it stands in the manifest. */
export type Tuning = OpenArtifact<'tuning'>;

type Name = keyof TunedSettings;

/** @throws PipelineError those of `openArtifact` */
export function openTuning(folder: string): Tuning {
  return openArtifact(folder, 'tuning');
}

/** What was chosen, of the settings in which trials differ: the others are the config's own. `alpha` first. */
export function chosenSettings({ manifest }: Pick<Tuning, 'manifest'>): Readonly<Record<string, number | string>> {
  const { chosen, trials } = manifest.meta;
  const { alpha, ...others } = chosen;
  const values = { ...(alpha !== undefined && { alpha }), ...others };
  const isVaried = (name: string) => new Set(trials.map(({ settings }) => settings[name as Name])).size > 1;
  return Object.fromEntries(Object.entries(values).filter(([name]) => isVaried(name)));
}

/** Settings are chosen for one data set. @throws PipelineError ARTIFACT_MISMATCH */
export function checkTuning(dataset: Dataset, { folder, manifest }: Tuning): void {
  const leftValue = manifest.inputs['dataset'] ?? 'none';
  if (leftValue === dataset.fingerprint) return;
  const [left, right] = [`the tuning in ${folder}`, `the data set in ${dataset.folder}`];
  const what = 'the fingerprint of the data set';
  throw new PipelineError('ARTIFACT_MISMATCH', { what, left, leftValue, right, rightValue: dataset.fingerprint });
}
