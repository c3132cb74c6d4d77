import { cpuFeatures } from './cpu-features';
import { engineIdentity, type EngineIdentity } from './engine-identity';
import { engineFolder, librarySource } from './library-source';
import { readEngine } from './engine-files';

/** What `tsdistill engine` prints. */
export interface EngineDescription extends EngineIdentity {
  readonly cpuFeatures: readonly string[];
  /** Where the native engine is, or undefined when it will be made at its first use (or is not needed: wasm). */
  readonly folder: string | undefined;
}

/** Describes the engine that `loadEngine` would start, without starting it. */
export async function describeEngine(): Promise<EngineDescription> {
  const identity = await engineIdentity();
  const folder = identity.backend === 'native' ? readEngine(engineFolder(librarySource()))?.folder : undefined;
  return { ...identity, cpuFeatures: cpuFeatures(), folder };
}
