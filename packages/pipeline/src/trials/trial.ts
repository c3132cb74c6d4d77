import type { StageName } from '../code-fingerprint';

/** Stages that a trial can run. */
export type TrialCommand = Exclude<StageName, 'import-forecasts' | 'size' | 'backtest' | 'drift' | 'refresh' | 'try'>;

/**
 * One run of one stage, described by content: two trials that say the same are the same trial.
 *
 * Options are named as on the command line; `--out` is the trial's own.
 */
export interface Trial {
  readonly command: TrialCommand;
  /** Folder name of the config files, after which `evaluate` names its experiment; default "trial". */
  readonly name?: string;
  /** Option → content of its config file: only what the stage reads, because every difference is another trial. */
  readonly configs: Readonly<Record<string, unknown>>;
  /** Option → folder of an artifact, or several; they count by fingerprint, not by place. */
  readonly artifacts?: Readonly<Record<string, string | readonly string[]>>;
  /** Option → value, such as `{ seed: 0 }`. */
  readonly flags?: Readonly<Record<string, string | number>>;
}
