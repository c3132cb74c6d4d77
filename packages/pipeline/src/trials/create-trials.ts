import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, hashBytes } from '@tsdistill/contracts';
import { engineIdentity } from '@tsdistill/engine';
import pLimit from 'p-limit';
import { codeFingerprint } from '../code-fingerprint';
import { artifactOf, isDone, runTrial } from './run-trial';
import type { Trial, TrialCommand } from './trial';
import { describeTrial } from './trial-key';

const TRIALS_FOLDER = 'data/work/trials';

/** What happened to a trial; a failure is what `run` throws. */
export interface TrialEvent {
  readonly kind: 'cached' | 'started' | 'finished';
  readonly trial: Trial;
  /** `trial.json`, the configs, `log.jsonl` and `artifact/` lie here. */
  readonly folder: string;
}

/** Where trials are kept, how many run at once, and who is told. */
export interface TrialsOptions {
  /** Folder of all trials; default `data/work/trials`. */
  readonly root?: string;
  /** Processes at once, one thread each; default the number of cores. */
  readonly parallel?: number;
  /** Stops every process with SIGINT when it is aborted; the next run goes on from what they saved. */
  readonly signal?: AbortSignal;
  /** Told of every trial that begins, ends or was there already. */
  readonly report?: (event: TrialEvent) => void;
}

/** Stages run as processes, each once: a trial whose artifact is there is not run again. */
export interface Trials {
  /**
   * @returns the folder of the artifact; the same promise for the same trial
   * @throws PipelineError TRIAL_FAILED, ARTIFACT_MISSING; InterruptedError after a stop
   */
  run(trial: Trial): Promise<string>;
  /** Stops what is still running, and waits until it has saved. */
  close(): Promise<void>;
}

/** Trainings and other stages as kept trials. @param options see `TrialsOptions`; relative paths, also those in configs, start at the current folder */
export function createTrials(options: TrialsOptions = {}): Trials {
  const { root = TRIALS_FOLDER, parallel = availableParallelism(), report = () => undefined } = options;
  const closing = new AbortController();
  const signal = AbortSignal.any([closing.signal, ...(options.signal ? [options.signal] : [])]);
  const limit = pLimit(parallel);
  const runs = new Map<string, Promise<string>>();
  const machinery = createMachinery();

  const start = async (trial: Trial, folder: string, description: object): Promise<string> => {
    if (isDone(folder)) report({ kind: 'cached', trial, folder });
    else
      await limit(async () => {
        report({ kind: 'started', trial, folder });
        await runTrial(trial, folder, description, signal);
        report({ kind: 'finished', trial, folder });
      });
    return artifactOf(folder);
  };
  return {
    run: async (trial) => {
      const description = describeTrial(trial, await machinery(trial.command));
      const key = hashBytes(canonicalJson(description));
      const run = runs.get(key) ?? start(trial, join(root, key), description);
      runs.set(key, run);
      return run;
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(runs.values());
    },
  };
}

/** Engine and code are looked at once: a build during a search must not change the keys of its second half. */
function createMachinery() {
  const codes = new Map<TrialCommand, string>();
  let engine: ReturnType<typeof engineIdentity> | undefined;
  return async (command: TrialCommand) => {
    const code = codes.get(command) ?? codeFingerprint(command);
    codes.set(command, code);
    return { code, engine: await (engine ??= engineIdentity()) };
  };
}
