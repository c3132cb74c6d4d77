import {
  bestTrial,
  canonicalJson,
  confirmedLoss,
  hashBytes,
  openDataset,
  openModel,
  PipelineError,
  refuseForeignFolder,
  type StageHost,
  type TuningTrial,
  writeArtifact,
} from '@tsdistill/contracts';
import { engineIdentity } from '@tsdistill/engine';
import type { TuneConfig } from '../config';
import type { StudentFolders } from '../stage';
import type { StudentSources, StudentTraining } from '../student-training';
import { modelInput, softTargetInputs, withTeachers } from '../with-teachers';
import { drawSettings } from './draw-settings';
import { type FinishedTrial, runTrials, type TrialPlan, type TrialTraining } from './run-trials';
import { searchSpace } from './search-space';
import { trialStore } from './trial-store';

/** A student whose settings are to be chosen; without a distillation it is the twin. */
export interface StudentTuning extends Omit<StudentTraining, 'placebo' | 'seed'>, Pick<TrialPlan, 'seeds'> {
  readonly tune: TuneConfig;
}

/** Artifacts read and the one written. */
export type TuneFolders = Pick<StudentFolders, 'dataset' | 'softTargets' | 'teacher' | 'out'>;

/**
 * Trains a student with several settings and writes those with the lowest hard validation loss, as the mean over two seeds,
 * `tuning@1`; no model is kept.
 *
 * @throws PipelineError ARTIFACT_OCCUPIED, those of `searchSpace`, `openDataset` and `withTeachers`, before any work; TUNE_ALL_LOST
 */
export async function runStudentTune(tuning: StudentTuning, folders: TuneFolders, host: StageHost): Promise<void> {
  refuseForeignFolder(folders.out);
  const { tune, seeds, ...training } = tuning;
  const settings = drawSettings(searchSpace(tuning), tune.trials, seeds[0]);
  const dataset = openDataset(folders.dataset);
  const model = folders.teacher === undefined ? undefined : openModel(folders.teacher);
  await withTeachers(dataset, folders.softTargets, async (teachers) => {
    const inputs = { ...softTargetInputs(teachers), ...modelInput(model) };
    const sources = { dataset, teachers, model, inputs };
    const store = trialStore(host.workFolder, await fingerprintOf(training, sources, host));
    const finished = await runTrials(training, { settings, seeds }, sources, { store, host });
    const best = bestTrial(finished.map(recordOf));
    if (best) await writeTuning(tuning, sources, { finished, best }, folders.out);
    store.remove();
    if (!best) throw new PipelineError('TUNE_ALL_LOST', { ...countLost(finished), seeds });
    tellChoice(best, seeds, host);
  });
}

/** Of what decides a run beside its settings and seed. */
async function fingerprintOf(
  training: TrialTraining,
  { dataset, inputs }: StudentSources,
  { code }: StageHost,
): Promise<string> {
  const engine = await engineIdentity();
  return hashBytes(canonicalJson({ ...training, dataset: dataset.fingerprint, inputs, engine, code }));
}

function recordOf({ settings, runs }: FinishedTrial): TuningTrial {
  const { parameterCount } = runs[0];
  return { settings, parameterCount, runs: runs.map(({ run }) => run) };
}

function countLost(trials: readonly FinishedTrial[]) {
  const lostCount = trials.filter(({ runs }) => runs[0].run.validationLoss === null).length;
  const confirmedCount = trials.filter(({ runs }) => runs.length > 1).length;
  return { trialCount: trials.length, lostCount, confirmedCount };
}

function tellChoice(best: TuningTrial, seeds: TrialPlan['seeds'], host: StageHost): void {
  const losses = best.runs.map(({ validationLoss }, i) => [`seed${seeds[i]}`, validationLoss] as const);
  host.info({ ...best.settings, ...Object.fromEntries(losses), mean: confirmedLoss(best) }, 'settings chosen');
}

interface TuningOutcome {
  readonly finished: readonly FinishedTrial[];
  readonly best: TuningTrial;
}

async function writeTuning(
  tuning: StudentTuning,
  { dataset, inputs }: StudentSources,
  { finished, best }: TuningOutcome,
  out: string,
): Promise<void> {
  const record = { config: { ...tuning }, inputs: { dataset: dataset.fingerprint, ...inputs } };
  await writeArtifact(out, { kind: 'tuning', ...record }, (draft) => {
    draft.measured({ trialSeconds: finished.map(({ runs }) => runs.map(({ seconds }) => seconds)) });
    return { chosen: best.settings, trials: finished.map(recordOf), seeds: tuning.seeds };
  });
}
