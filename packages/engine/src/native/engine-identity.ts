import { hashFile, PipelineError } from '@tsdistill/contracts';
import { librarySource } from './library-source';
import { provisionEngine, type ProvisionOptions } from './provision-engine';
import { WASM_LIBRARY, wasmVersion } from './wasm-backend';
import { TENSORFLOW_VERSION } from './wheels';

const BACKENDS = ['native', 'wasm'] as const;
/** What runs the tensor operations. */
export type Backend = (typeof BACKENDS)[number];

/** What decides the bytes that an engine computes, beside the processor. */
export interface EngineIdentity {
  readonly backend: Backend;
  /** Of TensorFlow; for wasm, of @tensorflow/tfjs-backend-wasm. */
  readonly tensorflowVersion: string;
  /** Of the library that computes: libtensorflow_cc, or the .wasm file. */
  readonly librarySha256: string;
  readonly threads: 1;
}

/** The backend that TSDISTILL_BACKEND names, native when it is unset. @throws PipelineError ENGINE_BACKEND */
export function chosenBackend(): Backend {
  const found = process.env['TSDISTILL_BACKEND'] || 'native';
  const backend = BACKENDS.find((name) => name === found);
  if (!backend) throw new PipelineError('ENGINE_BACKEND', { found, known: BACKENDS });
  return backend;
}

/** The identity of the engine that `loadEngine` starts; a user's library is provisioned to learn its version. */
export async function engineIdentity(options: ProvisionOptions = {}): Promise<EngineIdentity> {
  const backend = chosenBackend();
  return { backend, ...(await library(backend, options)), threads: 1 };
}

async function library(
  backend: Backend,
  options: ProvisionOptions,
): Promise<Pick<EngineIdentity, 'tensorflowVersion' | 'librarySha256'>> {
  if (backend === 'wasm') return { tensorflowVersion: wasmVersion(), librarySha256: hashFile(WASM_LIBRARY) };
  const source = librarySource();
  if (source.kind === 'wheel')
    return { tensorflowVersion: TENSORFLOW_VERSION, librarySha256: source.wheel.librarySha256 };
  const { tensorflowVersion, librarySha256 } = await provisionEngine(options);
  return { tensorflowVersion, librarySha256 };
}
