import type { StageHost } from '@tsdistill/contracts';
import { type Engine, loadEngine } from '@tsdistill/engine';

/** Starts the engine of a stage; a first use, which downloads and compiles for a minute, is told to who watches. */
export function startEngine(host: StageHost): Promise<Engine> {
  return loadEngine({ log: ({ step, detail }) => host.info({ step }, detail) });
}
