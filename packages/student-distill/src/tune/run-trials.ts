import { breathe, type StageHost, type TunedSettings } from '@tsdistill/contracts';
import type { StudentSources, StudentTraining } from '../student-training';
import { mostPromising } from './most-promising';
import { type FinishedRun, runTrial } from './run-trial';
import { trialHost, type TrialPlace } from './trial-host';
import type { RunKey, TrialStore } from './trial-store';

/** So many settings are trained again with the second seed. */
const CONFIRMED_COUNT = 3;

/** What every trial shares: all but settings and seed. */
export type TrialTraining = Omit<StudentTraining, 'seed'>;

/** What is tried, and with which two seeds. */
export interface TrialPlan {
  readonly settings: readonly TunedSettings[];
  readonly seeds: readonly [first: number, second: number];
}

/** Where runs leave what they found, and whom they tell. */
export interface TrialSurroundings {
  readonly store: TrialStore;
  readonly host: StageHost;
}

export interface FinishedTrial {
  readonly settings: TunedSettings;
  /** With the first seed, and where that was promising with the second. */
  readonly runs: readonly [FinishedRun, ...FinishedRun[]];
}

/**
 * Trains all settings with the first seed, then the three with the lowest losses with the second, for a choice that one lucky
 * seed cannot make. Runs that an earlier tuning has finished are not trained again.
 */
export async function runTrials(
  training: TrialTraining,
  { settings, seeds: [first, second] }: TrialPlan,
  sources: StudentSources,
  surroundings: TrialSurroundings,
): Promise<readonly FinishedTrial[]> {
  const most = settings.length + Math.min(CONFIRMED_COUNT, settings.length);
  const run = (key: RunKey, place: TrialPlace) => runOnce(training, key, sources, { ...surroundings, place });
  const trials: FinishedTrial[] = [];
  for (const each of settings) {
    const number = trials.length + 1;
    const place = { name: `trial ${number}/${settings.length}`, number, count: most };
    trials.push({ settings: each, runs: [await run({ settings: each, seed: first }, place)] });
  }
  const losses = trials.map(({ runs }) => runs[0].run.validationLoss);
  const promising = mostPromising(losses, CONFIRMED_COUNT);
  const confirmed = new Map<number, FinishedRun>();
  for (const index of promising) {
    const number = confirmed.size + 1;
    const name = `confirmation ${number}/${promising.length}`;
    const key = { settings: settings[index] as TunedSettings, seed: second };
    confirmed.set(index, await run(key, { name, number: settings.length + number, count: most }));
  }
  return trials.map((trial, index) => {
    const again = confirmed.get(index);
    return again ? { ...trial, runs: [...trial.runs, again] } : trial;
  });
}

async function runOnce(
  training: TrialTraining,
  key: RunKey,
  sources: StudentSources,
  { store, host, place }: TrialSurroundings & { readonly place: TrialPlace },
): Promise<FinishedRun> {
  await breathe(host);
  const { settings, seed } = key;
  const known = store.read(key);
  const watch = trialHost(host, store.folder, place);
  const found = known ?? (await runTrial({ ...training, seed }, settings, sources, watch));
  if (!known) store.write(key, found);
  tell(found, { key, place }, host);
  return found;
}

interface RunIdentity {
  readonly key: RunKey;
  readonly place: TrialPlace;
}

function tell({ run }: FinishedRun, { key: { settings, seed }, place: { name } }: RunIdentity, host: StageHost): void {
  const { validationLoss, bestEpoch } = run;
  if (validationLoss === null) host.warn({ seed, ...settings }, `${name} lost: its loss is no finite number`);
  else host.info({ seed, ...settings, epoch: bestEpoch, validation: validationLoss }, `${name} done`);
}
