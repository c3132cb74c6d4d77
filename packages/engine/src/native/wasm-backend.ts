import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as wasm from '@tensorflow/tfjs-backend-wasm';
import { PipelineError } from '@tsdistill/contracts';
import { tf } from '../tf';

const load = createRequire(__filename);
const DIST = join(dirname(load.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');

/** The library that the WASM backend runs in Node: one thread, SIMD. */
export const WASM_LIBRARY = join(DIST, 'tfjs-backend-wasm-simd.wasm');

/** Version of the WASM package. */
export function wasmVersion(): string {
  return (load('@tensorflow/tfjs-backend-wasm/package.json') as { readonly version: string }).version;
}

/** Starts the WASM backend on the files of its package. @throws PipelineError ENGINE_WASM */
export async function startWasmBackend(folder = DIST): Promise<void> {
  const { setWasmPaths } = load('@tensorflow/tfjs-backend-wasm') as typeof wasm;
  setWasmPaths(`${folder}/`);
  if (!(await tf.setBackend('wasm'))) throw new PipelineError('ENGINE_WASM', { folder });
}
