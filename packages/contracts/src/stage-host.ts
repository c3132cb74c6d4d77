/** What a stage tells whoever watches, while it works. */
export interface ProgressUpdate {
  /** For example `epoch 3/40`. */
  readonly label: string;
  readonly done: number;
  readonly total: number;
  readonly unit: 'rows' | 'windows' | 'trials';
  /** Loss terms of the last step. */
  readonly terms?: Readonly<Record<string, number>>;
}

/** The world as a stage sees it: the program that runs it provides this. */
export interface StageHost {
  /** Folder of half-done work, outside every artifact. */
  readonly workFolder: string;
  /** Fingerprint of the code that the stage runs: half-done work of other code is not gone on with. */
  readonly code: string;
  /** Aborted when the user asks to stop; a stage then saves what it can and throws `InterruptedError`. */
  readonly signal: AbortSignal;
  /** How far it is; may be called for every step. */
  progress(update: ProgressUpdate): void;
  /** Something worth a line. */
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** What only a log needs: a person sees it in the progress line already. */
  detail(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Something that a person should act on. */
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The user asked to stop; no fault of anyone. */
export class InterruptedError extends Error {
  constructor() {
    super('stopped on request; run the same command again to go on');
    this.name = 'InterruptedError';
  }
}

/** Lets timers and signals be handled. @throws InterruptedError when the user asked to stop */
export async function breathe(host: StageHost): Promise<void> {
  await new Promise(setImmediate);
  if (host.signal.aborted) throw new InterruptedError();
}
