import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphModel, io, Tensor } from '@tensorflow/tfjs';
import { PipelineError, sizeOf } from '@tsdistill/contracts';
import { startWasmBackend } from '../native/wasm-backend';
import { tf } from '../tf';
import { freeTensors } from '../trace/free-tensors';

/** The backends of tfjs that need nothing native. */
export type PlainBackend = 'cpu' | 'wasm';

/** An exported model, run as a browser would run it. */
export interface LoadedGraphModel {
  /** What was exported as metadata. */
  readonly metadata: unknown;
  /** @param inputs values [batch, …] of every input @returns values [batch, …] of every output */
  run(inputs: Readonly<Record<string, Float32Array>>, batch: number): Record<string, Float32Array>;
  /** Frees the model's tensors. */
  dispose(): void;
}

/**
 * Loads the folder of an export with plain tfjs, apart from the engine that runs: its backend is only borrowed for the
 * moment of a call. No other tensor work may run until the promise is settled.
 *
 * @returns a model to dispose
 * @throws PipelineError EXPORT_MISSING, ENGINE_WASM
 */
export async function loadGraphModelFolder(folder: string, backend: PlainBackend): Promise<LoadedGraphModel> {
  const artifacts = readGraphModel(folder);
  const before = tf.getBackend();
  tf.enableProdMode(); // without it, the cpu backend prints the advice to install a faster one
  await (backend === 'wasm' ? startWasmBackend() : tf.setBackend('cpu'));
  await tf.setBackend(before);
  const model = withBackend(backend, () => tf.loadGraphModelSync(artifacts) as GraphModel);
  return {
    metadata: model.metadata,
    run: (inputs, batch) => withBackend(backend, () => freeTensors(() => predict(model, inputs, batch))),
    dispose: () => withBackend(backend, () => model.dispose()),
  };
}

/** Synchronous, because both backends have been started before. */
function withBackend<Result>(backend: string, body: () => Result): Result {
  const before = tf.getBackend();
  void tf.setBackend(backend);
  try {
    return body();
  } finally {
    void tf.setBackend(before);
  }
}

function predict(
  model: GraphModel,
  inputs: Readonly<Record<string, Float32Array>>,
  batch: number,
): Record<string, Float32Array> {
  const tensors = Object.fromEntries(
    model.inputs.map(({ name, shape = [] }) => {
      const sized = shape.map((size) => (size === -1 ? batch : size));
      return [name, tf.tensor(inputs[name] ?? new Float32Array(sizeOf(sized)), sized)];
    }),
  );
  const names = model.outputs.map(({ name }) => name);
  const outputs = model.execute(tensors, names) as Tensor | Tensor[];
  const values = (Array.isArray(outputs) ? outputs : [outputs]).map((tensor) => tensor.dataSync<'float32'>().slice());
  return Object.fromEntries(values.map((value, index) => [names[index], value]));
}

/** The parts of `model.json` that are not passed on as they are. */
interface ModelFile {
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: io.WeightsManifestEntry[];
  }[];
}

function readGraphModel(folder: string): io.ModelArtifacts {
  const file = join(folder, 'model.json');
  if (!existsSync(file)) throw new PipelineError('EXPORT_MISSING', { file });
  const { weightsManifest, ...model } = JSON.parse(readFileSync(file, 'utf8')) as ModelFile & io.ModelJSON;
  const paths = weightsManifest.flatMap((group) => group.paths);
  const bytes = Uint8Array.from(Buffer.concat(paths.map((path) => readFileSync(join(folder, path)))));
  return { ...model, weightSpecs: weightsManifest.flatMap(({ weights }) => weights), weightData: bytes.buffer };
}
