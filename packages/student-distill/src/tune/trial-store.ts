import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, hashBytes, type TunedSettings } from '@tsdistill/contracts';
import type { FinishedRun } from './run-trial';

/** What a run was made with. */
export interface RunKey {
  readonly settings: TunedSettings;
  readonly seed: number;
}

/** The half-done work of one tuning: its finished runs, and a work folder for the training that was cut short. */
export interface TrialStore {
  readonly folder: string;
  read(key: RunKey): FinishedRun | undefined;
  /** Whole or not at all. */
  write(key: RunKey, finished: FinishedRun): void;
  /** Removes all of it. */
  remove(): void;
}

/**
 * @param fingerprint of everything that decides the result of a run beside its settings and seed: lists may grow, and runs
 * that are done stay done
 */
export function trialStore(workFolder: string, fingerprint: string): TrialStore {
  const folder = join(workFolder, 'tuning', fingerprint);
  const fileOf = (key: RunKey) => join(folder, `${hashBytes(canonicalJson(key))}.json`);
  return {
    folder,
    read: (key) => {
      const file = fileOf(key);
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FinishedRun) : undefined;
    },
    write: (key, finished) => {
      mkdirSync(folder, { recursive: true });
      const file = fileOf(key);
      const side = `${file}.${process.pid}`;
      writeFileSync(side, canonicalJson(finished), { flush: true });
      renameSync(side, file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
