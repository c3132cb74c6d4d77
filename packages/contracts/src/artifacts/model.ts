import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openArtifact, type OpenArtifact, parseJson } from '../artifact/open-artifact';
import { writeArtifact } from '../artifact/write-artifact';
import { PipelineError } from '../errors/pipeline-error';
import { ModelDescription, type TrainingHistory } from '../schemas/model';

/** Named float32 arrays outside tensors: parameters, optimiser slots. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
export type ParameterValues = Readonly<Record<string, NamedArray>>;

/** A forecaster as data: rebuild its function from `description`, feed it `parameters`. */
export interface Model {
  readonly description: ModelDescription;
  readonly parameters: ParameterValues;
}

export type ModelArtifact = OpenArtifact<'model'> & Model;

/** What a model artifact holds beside the model itself. */
export interface ModelRecord {
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly history: TrainingHistory;
  readonly measured: Readonly<Record<string, unknown>>;
}

/** Parameters in all. */
export function countParameters(parameters: ParameterValues): number {
  return Object.values(parameters).reduce((sum, { values }) => sum + values.length, 0);
}

/** Writes `model.json`, `weights.bin` (float32 in the order of `parameters`) and `history.json`. @returns the fingerprint */
export function writeModel(
  folder: string,
  description: Omit<ModelDescription, 'weightsManifest'>,
  parameters: ParameterValues,
  record: ModelRecord,
): Promise<string> {
  const weights = Object.entries(parameters).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' as const }));
  const { config, inputs } = record;
  return writeArtifact(folder, { kind: 'model', config, inputs }, (draft) => {
    draft.json('model.json', { ...description, weightsManifest: [{ paths: ['weights.bin'], weights }] });
    draft.file('weights.bin', (file) => {
      for (const { values } of Object.values(parameters)) file.write(bytesOf(values));
    });
    draft.json('history.json', record.history);
    draft.measured(record.measured);
    const { architecture, provenance } = description;
    return { architecture, parameterCount: countParameters(parameters), seed: provenance.seed };
  });
}

/** @throws PipelineError those of `openArtifact`, and ARTIFACT_INVALID when weights and their list differ in length */
export function openModel(folder: string): ModelArtifact {
  const artifact = openArtifact(folder, 'model');
  const file = join(folder, 'model.json');
  const description = parseJson(file, readFileSync(file, 'utf8'), ModelDescription);
  return { ...artifact, description, parameters: readWeights(join(folder, 'weights.bin'), description) };
}

function readWeights(file: string, description: ModelDescription): ParameterValues {
  const bytes = readFileSync(file);
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let offset = 0;
  const entries = description.weightsManifest[0].weights.map(({ name, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = all.subarray(offset, (offset += size));
    return [name, { shape, values }] as const;
  });
  if (offset !== all.length)
    throw new PipelineError('ARTIFACT_INVALID', {
      file,
      problem: `it holds ${all.length} weights, model.json lists ${offset}`,
    });
  return Object.fromEntries(entries);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
