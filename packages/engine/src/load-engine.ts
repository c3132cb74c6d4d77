import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import type { TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { cpuFeatures } from './native/cpu-features';
import { chosenBackend, engineIdentity, type EngineIdentity } from './native/engine-identity';
import { startNativeBackend } from './native/native-backend';
import { provisionEngine, type ProvisionOptions } from './native/provision-engine';
import { startWasmBackend } from './native/wasm-backend';
import { tf } from './tf';

/** The native half of an engine: what tracing and graph sessions are built on. */
export interface NativeEngine {
  readonly binding: TFJSBinding;
  readonly kernelBackend: NodeJSKernelBackend;
}

/** A started engine: from now on the operations of `tf` run on it. */
export interface Engine extends EngineIdentity {
  readonly tf: typeof tf;
  readonly cpuFeatures: readonly string[];
  /** Absent on wasm, which has no graphs. */
  readonly native?: NativeEngine;
}

let started: Promise<Engine> | undefined;

/**
 * Starts the engine that TSDISTILL_BACKEND names, once in a process; later calls give the same engine.
 *
 * The native library is provisioned first when it is not in the cache; `options.log` hears of it. There is no fallback
 * to another backend.
 *
 * @throws PipelineError PROVISION_*, ENGINE_*
 */
export function loadEngine(options: ProvisionOptions = {}): Promise<Engine> {
  started ??= start(options).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(options: ProvisionOptions): Promise<Engine> {
  const native = chosenBackend() === 'native' ? await startNative(options) : await startWasmBackend();
  return { ...(await engineIdentity()), tf, cpuFeatures: cpuFeatures(), ...(native && { native }) };
}

async function startNative(options: ProvisionOptions): Promise<NativeEngine> {
  const binding = await startNativeBackend(await provisionEngine(options));
  return { binding, kernelBackend: tf.backend() as NodeJSKernelBackend };
}
