import { countOf, entry, listNames } from './entry';

/** Errors of provisioning, tracing, compiling and running tensors. */
export const ENGINE_ERRORS = {
  ENGINE_BACKEND: entry<{ found: string; known: readonly string[] }>(
    (c) => `TSDISTILL_BACKEND is "${c.found}", which is no backend; there is ${listNames(c.known)}.`,
    () => 'Unset TSDISTILL_BACKEND for the native engine; `wasm` runs the same code 9-40 times slower.',
  ),
  ENGINE_ADDON: entry<{ addon: string; problem: string }>(
    (c) => `The addon ${c.addon} does not load: ${c.problem}.`,
    () => 'Run `npx tsdistill engine --remove` and start again; TSDISTILL_LIBTENSORFLOW must name TensorFlow 2.x.',
  ),
  ENGINE_WASM: entry<{ folder: string }>(
    (c) => `The WASM backend does not start from the files in ${c.folder}.`,
    () => 'Run `npm ci` again; the processor must have SIMD for it.',
  ),
  PROVISION_PLATFORM: entry<{ platform: string; supported: readonly string[] }>(
    (c) => `There is no TensorFlow wheel for ${c.platform}; there is one for ${listNames(c.supported)}.`,
    () => 'Use the Dockerfile (on Windows: WSL), TSDISTILL_LIBTENSORFLOW=<folder>, or TSDISTILL_BACKEND=wasm.',
  ),
  PROVISION_GLIBC: entry<{ found: string; needed: string }>(
    (c) => `TensorFlow needs glibc ${c.needed} or newer; this machine has ${c.found}.`,
    () => 'Use the Dockerfile (Debian 12), a newer distribution (Alpine has no glibc), or TSDISTILL_BACKEND=wasm.',
  ),
  PROVISION_NO_AVX: entry<{ cpu: string }>(
    (c) => `TensorFlow needs a processor with AVX; this one (${c.cpu}) has none.`,
    () => 'Use another machine, a library built for it (TSDISTILL_LIBTENSORFLOW=<folder>), or TSDISTILL_BACKEND=wasm.',
  ),
  PROVISION_NO_PYTHON: entry<Record<string, never>>(
    () => 'There is no python3 on the PATH, which downloads and unpacks TensorFlow.',
    () => 'Install it: `apt-get install python3 python3-pip` (Debian), `brew install python` (macOS).',
  ),
  PROVISION_NO_PIP: entry<{ problem: string }>(
    (c) => `python3 has no pip, which downloads TensorFlow: ${c.problem}.`,
    () => 'Install it: `apt-get install python3-pip` (Debian), `python3 -m ensurepip` (elsewhere).',
  ),
  PROVISION_NO_COMPILER: entry<{ problem: string }>(
    (c) => `There is no working g++, which compiles the addon: ${c.problem}.`,
    () => 'Install it: `apt-get install g++` (Debian), `xcode-select --install` (macOS).',
  ),
  PROVISION_DISK: entry<{ folder: string; freeBytes: number; neededBytes: number }>(
    (c) => `${c.folder} has ${gigabytes(c.freeBytes)} GB free; the engine needs ${gigabytes(c.neededBytes)} GB.`,
    () => 'Free some space, or name a folder on another disk with XDG_CACHE_HOME.',
  ),
  PROVISION_DOWNLOAD: entry<{ wheel: string; problem: string }>(
    (c) => `pip could not download ${c.wheel}: ${c.problem}`,
    () => 'Check the network and the index and proxy of pip; TSDISTILL_LIBTENSORFLOW=<folder> needs no download.',
  ),
  PROVISION_HASH: entry<{ file: string; expected: string; found: string }>(
    (c) => `${c.file} has sha256 ${c.found}, but ${c.expected} is expected: it is not the published wheel.`,
    () => 'Try again; if it stays so, the index of pip serves other bytes: ask who runs it, and do not use them.',
  ),
  PROVISION_UNPACK: entry<{ file: string; problem: string }>(
    (c) => `${c.file} could not be unpacked: ${c.problem}`,
    () => 'Check the disk (df -h), then try again.',
  ),
  PROVISION_COMPILE: entry<{ problem: string }>(
    (c) => `g++ could not compile the addon: ${c.problem}`,
    () => 'g++ 8 or newer is needed (C++17); headers of TSDISTILL_LIBTENSORFLOW must belong to its library.',
  ),
  PROVISION_LIBRARY: entry<{ folder: string; missing: string }>(
    (c) => `TSDISTILL_LIBTENSORFLOW=${c.folder} has no ${c.missing}.`,
    () =>
      'Name the folder `tensorflow` of an installed wheel, or an unpacked TensorFlow C library with lib/ and include/.',
  ),
  PROVISION_INTERRUPTED: entry<{ folder: string }>(
    (c) => `Interrupted while the engine was being made; nothing half made is left in ${c.folder}.`,
    () => 'Start again: it begins anew.',
  ),
  TRACE_VALUE_READ: entry<{ source: string }>(
    (c) => `The value of ${c.source} was read into JavaScript while the function was traced.`,
    () =>
      'Compute with tensor operations only (no dataSync, print or branch on a value): it would be frozen in the graph.',
  ),
  TRACE_CAPTURE: entry<{ tensor: string }>(
    (c) => `${c.tensor} was made before the trace.`,
    () => 'Pass it as a parameter or a feed, or make it inside the function with constant(values, shape).',
  ),
  TRACE_LARGE_CONST: entry<{ op: string; input: number; shape: readonly number[] }>(
    (c) =>
      `Input ${c.input} of ${c.op} is an array [${c.shape}] that JavaScript made during the trace; it would be frozen.`,
    () => 'Declare a table with constant(values, shape); for dropout use the one of the context, never tf.dropout.',
  ),
  TRACE_RANDOM: entry<{ source: string }>(
    (c) =>
      `${c.source} was used while the function was traced: it would give the same numbers in every step, or others after a resume.`,
    () => 'Use the dropout of the context; draw anything else outside and feed it.',
  ),
  TRACE_STRING: entry<{ shape: readonly number[] }>(
    (c) => `A string tensor [${c.shape}] was used while the function was traced.`,
    () => 'Encode text as numbers outside and feed those.',
  ),
  TRACE_ASYNC: entry<{ source: string }>(
    (c) => `${c.source} is a promise; what it does later is not in the trace.`,
    () => 'Make the function synchronous: no async, no await, no tf.whereAsync or booleanMaskAsync.',
  ),
  TRACE_DISPOSED: entry<{ source: string }>(
    (c) => `${c.source} was disposed before it was used.`,
    () => 'Dispose nothing inside the function; the trace frees its tensors itself.',
  ),
  TRACE_NESTED: entry<{ source: string }>(
    (c) => `${c.source} ran while a function was traced.`,
    () => 'Run compiled steps and predictors outside the function, and feed their results.',
  ),
  TRACE_OUTPUT: entry<{ output: string; problem: string }>(
    (c) => `The output "${c.output}" of the function ${c.problem}.`,
    () => 'A loss returns { loss, ...terms }, all float32 scalars; a forward function returns tensors by name.',
  ),
  TRACE_ATTRIBUTE: entry<{ op: string; attribute: string; type: number }>(
    (c) => `Attribute "${c.attribute}" of ${c.op} has type ${c.type}, which the graph encoding does not know.`,
    () => 'Express the operation by others; those used by packages/engine/src/ops are known to work.',
  ),
  TRACE_BATCH_CONSTANT: entry<{ op: string; input: number; first: string; second: string; batches: readonly number[] }>(
    (c) =>
      `Input ${c.input} of ${c.op} depends on the batch: ${c.first} at batch ${c.batches[0]}, ${c.second} at ${c.batches[1]}.`,
    () => 'Only reshape and slice may use the batch size: make no tf.zeros([batch, …]), multiply or broadcast instead.',
  ),
  TRACE_BATCH_GRAPH: entry<{ position: number; first: string; second: string; batches: readonly number[] }>(
    (c) => `Operation ${c.position} is ${c.first} at batch ${c.batches[0]} but ${c.second} at batch ${c.batches[1]}.`,
    () => 'Loop over time or channels, never over the batch, and do not branch on the batch size.',
  ),
  GRAD_UNUSED_PARAMETER: entry<{ parameters: readonly string[] }>(
    (c) => `The loss does not depend on ${listNames(c.parameters)}.`,
    () => 'Use the parameter in the loss, or leave it out of `parameters`.',
  ),
  GRAD_UNDEFINED: entry<{ op: string }>(
    (c) => `The operation ${c.op} has no gradient.`,
    () => 'Express the loss by other operations (einsum: matMul and transpose; stridedSlice: slice; topk: none).',
  ),
  FEED_MISSING: entry<{ name: string; found: readonly string[] }>(
    (c) => `The feed "${c.name}" is missing; given are ${listNames(c.found)}.`,
    () => 'Give every array that the specification names.',
  ),
  FEED_UNKNOWN: entry<{ name: string; known: readonly string[] }>(
    (c) => `The feed "${c.name}" is not known; there is ${listNames(c.known)}.`,
    () => 'Name it in the specification when compiling, or leave it out.',
  ),
  FEED_SHAPE: entry<{ name: string; shape: readonly number[]; expected: number; found: number }>(
    (c) => `The feed "${c.name}" has ${countOf(c.found, 'value')}; its shape [${c.shape}] needs ${c.expected}.`,
    () => 'A compiled step has a fixed batch size: leave out an incomplete last batch, or compile a step for it.',
  ),
  FEED_DTYPE: entry<{ name: string; expected: string; found: string }>(
    (c) => `The feed "${c.name}" is a ${c.found}; ${c.expected} is expected.`,
    () => 'float32 is a Float32Array, int32 an Int32Array.',
  ),
  STEP_NON_FINITE: entry<{ epoch: number; step: number; learningRate: number; tensor: string; value: number }>(
    (c) => `Epoch ${c.epoch}, step ${c.step}, learning rate ${c.learningRate}: ${c.tensor} is ${c.value}.`,
    () => 'Lower the learning rate, set a clip norm, or check the data for extreme values.',
  ),
  STEP_DISPOSED: entry<{ source: string }>(
    (c) => `${c.source} was used after dispose().`,
    () => 'Compile it again.',
  ),
  STATE_MISMATCH: entry<{ name: string; problem: string }>(
    (c) => `The state does not fit: "${c.name}" ${c.problem}.`,
    () => 'Restore only what a step with the same model and optimizer saved.',
  ),
  EXPORT_NEEDS_NATIVE: entry<{ backend: string }>(
    (c) => `An export is traced by the native engine; the backend is ${c.backend}.`,
    () => 'Unset TSDISTILL_BACKEND and run the export again.',
  ),
  EXPORT_MISSING: entry<{ file: string }>(
    (c) => `There is no export at ${c.file}.`,
    () => 'Name the folder that exportGraphModel wrote; it holds model.json and weights.bin.',
  ),
} as const;

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
