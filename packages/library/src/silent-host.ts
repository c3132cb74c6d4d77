import { join } from 'node:path';
import type { ProgressUpdate, StageHost } from '@tsdistill/contracts';

/** What a program may want to hear of while a stage works. */
export interface Listeners {
  /** Aborted = save nothing more and stop with an `InterruptedError`. */
  readonly signal?: AbortSignal;
  /** Called for every step of a training. */
  onProgress?(update: ProgressUpdate): void;
  /** Something that should not be overlooked, such as soft targets that match the labels. */
  onWarning?(message: string, fields: Readonly<Record<string, unknown>>): void;
}

/** Runs stages without a word of their own. @param folder of the workbench */
export function silentHost(folder: string, { signal, onProgress, onWarning }: Listeners): StageHost {
  const silent = () => undefined;
  return {
    workFolder: join(folder, 'work'),
    // A workbench lives no longer than its process, and its code does not change under it.
    code: 'library',
    signal: signal ?? new AbortController().signal,
    progress: (update) => onProgress?.(update),
    info: silent,
    detail: silent,
    warn: (fields, message) => onWarning?.(message, fields),
  };
}
