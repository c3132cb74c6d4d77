import type { StageHost } from '@tsdistill/contracts';
import type { Trials } from './create-trials';

/** Some trials that are one piece of work for a person who waits. */
export interface TrialGroup {
  readonly label: string;
  readonly total: number;
  /** Losses to be shown, as they are now. */
  readonly terms?: () => Readonly<Record<string, number>>;
}

/** Shows a bar that begins now. @returns moves it on; to be called when a trial has ended */
export function showGroup({ label, total, terms }: TrialGroup, host: Pick<StageHost, 'progress'>): () => void {
  let done = 0;
  const show = () => host.progress({ label, done, total, unit: 'trials', ...(terms && { terms: terms() }) });
  show();
  return () => {
    done += 1;
    show();
  };
}

/** The same trials with a bar that moves whenever one of them ends, however it ends. */
export function showProgress(trials: Trials, group: TrialGroup, host: Pick<StageHost, 'progress'>): Trials {
  const ended = showGroup(group, host);
  return { ...trials, run: (trial) => trials.run(trial).finally(ended) };
}
