import type { StageHost } from '@tsdistill/contracts';

/** Which training, counted from 1, of at most how many. */
export interface TrialPlace {
  /** For example `trial 2/6`. */
  readonly name: string;
  readonly number: number;
  readonly count: number;
}

/**
 * The world as one trial sees it: its progress is part of the whole tuning's, and its work lies in `workFolder`. What
 * the first one says is heard; what the others say, which is nearly the same, only a log hears.
 */
export function trialHost(host: StageHost, workFolder: string, { name, number, count }: TrialPlace): StageHost {
  const toLog: StageHost['info'] = (fields, message) => host.detail({ trial: name, ...fields }, message);
  return {
    ...host,
    workFolder,
    progress: ({ label, done, total, ...update }) =>
      host.progress({
        ...update,
        label: `${name}, ${label}`,
        done: (number - 1) * total + done,
        total: count * total,
      }),
    info: number === 1 ? host.info : toLog,
    detail: toLog,
    warn: number === 1 ? host.warn : toLog,
  };
}
