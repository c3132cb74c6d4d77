import { createRequire } from 'node:module';
import { PipelineError } from '@tsdistill/contracts';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import type { TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { tf } from '../tf';
import type { EngineFiles } from './engine-files';

const load = createRequire(__filename);

/**
 * Starts the TensorFlow backend of tfjs-node on the addon of `files`.
 *
 * tfjs-node's own entry point looks for an addon inside its package; loading its parts one by one needs none there and
 * writes nothing into node_modules.
 *
 * @throws PipelineError ENGINE_ADDON
 */
export async function startNativeBackend(files: EngineFiles): Promise<TFJSBinding> {
  prepareLibrary();
  restoreRemovedUtil();
  const binding = loadAddon(files.addon);
  load('@tensorflow/tfjs-node/dist/register_all_kernels');
  const { NodeJSKernelBackend: Backend } = load('@tensorflow/tfjs-node/dist/nodejs_kernel_backend') as {
    readonly NodeJSKernelBackend: typeof NodeJSKernelBackend;
  };
  tf.registerBackend('tensorflow', () => new Backend(binding, '@tensorflow/tfjs-node'), 3);
  const isStarted = await tf.setBackend('tensorflow');
  if (!isStarted) throw new PipelineError('ENGINE_ADDON', { addon: files.addon, problem: 'tfjs-node refuses it' });
  return binding;
}

/**
 * One thread a process: read by the library when it is loaded. Two processes do more than one with two threads.
 *
 * Only errors are shown: an LSTM of one channel and one window would warn at every call that odd sizes are slow.
 */
function prepareLibrary(): void {
  process.env['TF_NUM_INTRAOP_THREADS'] = '1';
  process.env['TF_NUM_INTEROP_THREADS'] = '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}

/** tfjs-node calls two functions of `util` that Node 23 removed. */
function restoreRemovedUtil(): void {
  const util = load('node:util') as { isNullOrUndefined?: unknown; isArray?: unknown };
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

function loadAddon(addon: string): TFJSBinding {
  try {
    return load(addon) as TFJSBinding;
  } catch (error) {
    throw new PipelineError('ENGINE_ADDON', { addon, problem: (error as Error).message }, { cause: error });
  }
}
