import {
  bestTrial,
  breathe,
  canonicalJson,
  hashBytes,
  openDataset,
  PipelineError,
  refuseForeignFolder,
  type StageHost,
  type TunedSettings,
  writeArtifact,
} from '@tsdistill/contracts';
import { engineIdentity } from '@tsdistill/engine';
import type { TuneConfig } from '../config';
import type { StudentFolders } from '../stage';
import type { StudentSources, StudentTraining } from '../student-training';
import { softTargetInputs, withTeachers } from '../with-teachers';
import { drawSettings } from './draw-settings';
import { type FinishedTrial, runTrial } from './run-trial';
import { searchSpace } from './search-space';
import { trialHost, type TrialPlace } from './trial-host';
import { type TrialStore, trialStore } from './trial-store';

/** A student whose settings are to be chosen; without a distillation it is the twin. Its seed is that of every trial. */
export interface StudentTuning extends Omit<StudentTraining, 'placebo'> {
  readonly tune: TuneConfig;
}

export type TuneFolders = Pick<StudentFolders, 'dataset' | 'softTargets' | 'out'>;

/**
 * Trains a student with several settings and writes those with the lowest hard validation loss, `tuning@1`; no model is kept.
 *
 * @throws PipelineError ARTIFACT_OCCUPIED, those of `searchSpace`, `openDataset` and `withTeachers`, before any work; TUNE_ALL_LOST
 */
export async function runStudentTune(tuning: StudentTuning, folders: TuneFolders, host: StageHost): Promise<void> {
  refuseForeignFolder(folders.out);
  const { tune, ...training } = tuning;
  const settings = drawSettings(searchSpace(tuning), tune.trials, training.seed);
  const dataset = openDataset(folders.dataset);
  await withTeachers(dataset, folders.softTargets, async (teachers) => {
    const inputs = softTargetInputs(teachers);
    const sources = { dataset, teachers, inputs };
    const store = trialStore(host.workFolder, await fingerprintOf(training, sources));
    const finished = await runTrials(training, settings, sources, { store, host });
    const chosen = bestTrial(finished.map(({ trial }) => trial))?.settings;
    if (chosen) await writeTuning(tuning, sources, { finished, chosen }, folders.out);
    store.remove();
    if (!chosen) throw new PipelineError('TUNE_ALL_LOST', { trialCount: finished.length });
  });
}

type UntunedTraining = Omit<StudentTuning, 'tune'>;

/** Of what decides a trial beside its settings. */
async function fingerprintOf(training: UntunedTraining, { dataset, inputs }: StudentSources): Promise<string> {
  const engine = await engineIdentity();
  return hashBytes(canonicalJson({ ...training, dataset: dataset.fingerprint, inputs, engine }));
}

/** Where trials leave what they found, and whom they tell. */
interface TrialSurroundings {
  readonly store: TrialStore;
  readonly host: StageHost;
}

/** One after the other; those that an earlier run has finished are not trained again. */
async function runTrials(
  training: UntunedTraining,
  settings: readonly TunedSettings[],
  sources: StudentSources,
  { store, host }: TrialSurroundings,
): Promise<readonly FinishedTrial[]> {
  const finished: FinishedTrial[] = [];
  for (const [index, chosen] of settings.entries()) {
    await breathe(host);
    const place = { number: index + 1, count: settings.length };
    const known = store.read(chosen);
    const found = known ?? (await runTrial(training, chosen, sources, trialHost(host, store.folder, place)));
    if (!known) store.write(found);
    finished.push(found);
    tell(found, place, host);
  }
  return finished;
}

function tell({ trial }: FinishedTrial, { number, count }: TrialPlace, host: StageHost): void {
  const { settings, validationLoss, bestEpoch } = trial;
  const fields = { trial: `${number}/${count}`, ...settings };
  if (validationLoss === null) host.warn(fields, 'trial lost: its loss is no finite number');
  else host.info({ ...fields, epoch: bestEpoch, validation: validationLoss }, 'trial done');
}

interface TuningOutcome {
  readonly finished: readonly FinishedTrial[];
  readonly chosen: TunedSettings;
}

async function writeTuning(
  tuning: StudentTuning,
  { dataset, inputs }: StudentSources,
  { finished, chosen }: TuningOutcome,
  out: string,
): Promise<void> {
  const record = { config: { ...tuning }, inputs: { dataset: dataset.fingerprint, ...inputs } };
  await writeArtifact(out, { kind: 'tuning', ...record }, (draft) => {
    draft.measured({ trialSeconds: finished.map(({ seconds }) => seconds) });
    return { chosen, trials: finished.map(({ trial }) => trial), seed: tuning.seed };
  });
}
