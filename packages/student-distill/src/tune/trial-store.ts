import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, hashBytes, type TunedSettings } from '@tsdistill/contracts';
import type { FinishedTrial } from './run-trial';

/** The half-done work of one tuning: its finished trials, and a work folder for the training that was cut short. */
export interface TrialStore {
  readonly folder: string;
  read(settings: TunedSettings): FinishedTrial | undefined;
  /** Whole or not at all. */
  write(finished: FinishedTrial): void;
  /** Removes all of it. */
  remove(): void;
}

/**
 * @param fingerprint of everything that decides the result of a trial beside its settings: lists may grow, and trials
 * that are done stay done
 */
export function trialStore(workFolder: string, fingerprint: string): TrialStore {
  const folder = join(workFolder, 'tuning', fingerprint);
  const fileOf = (settings: TunedSettings) => join(folder, `${hashBytes(canonicalJson(settings))}.json`);
  return {
    folder,
    read: (settings) => {
      const file = fileOf(settings);
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FinishedTrial) : undefined;
    },
    write: (finished) => {
      mkdirSync(folder, { recursive: true });
      const file = fileOf(finished.trial.settings);
      const side = `${file}.${process.pid}`;
      writeFileSync(side, canonicalJson(finished), { flush: true });
      renameSync(side, file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
