import type { StageHost } from '@tsdistill/contracts';

/** A host that says nothing; give it a signal to test how a stage stops. */
export function silentHost(workFolder: string, signal: AbortSignal = new AbortController().signal): StageHost {
  const nothing = () => undefined;
  return { workFolder, code: 'tested', signal, progress: nothing, info: nothing, detail: nothing, warn: nothing };
}
