import { readFileSync } from 'node:fs';
import { artifactFile, openArtifact, type OpenArtifact, parseJson } from '../artifact/open-artifact';
import { writeArtifact } from '../artifact/write-artifact';
import { PipelineError } from '../errors/pipeline-error';
import type { Dataset } from './dataset';
import { refuseOtherData, scalerText } from './dataset-facts';
import { ModelDescription, type TrainingHistory } from '../schemas/model';
import { sizeOf } from '../size-of';

/** Named float32 arrays outside tensors: parameters, optimiser slots. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
/** Parameters by name. */
export type ParameterValues = Readonly<Record<string, NamedArray>>;

/** A forecaster as data: rebuild its function from `description`, feed it `parameters`. */
export interface Model {
  readonly description: ModelDescription;
  readonly parameters: ParameterValues;
}

/** A `model@1` artifact with what it describes. */
export type ModelArtifact = OpenArtifact<'model'> & Model;

/** What a model artifact holds beside the model itself. */
export interface ModelRecord {
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly history: TrainingHistory;
  readonly measured: Readonly<Record<string, unknown>>;
}

/** Whether a student goes on from the weights of this one: the stage that refreshes it lists them as its input `first`. */
export function isRefreshOf({ manifest }: ModelArtifact, { fingerprint }: ModelArtifact): boolean {
  return manifest.inputs['first'] === fingerprint;
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
  const weights = Object.entries(parameters).map(([name, { shape, values }]) => {
    if (values.length !== sizeOf(shape))
      throw new RangeError(`"${name}": ${values.length} values for shape [${shape}]`);
    return { name, shape, dtype: 'float32' as const };
  });
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
  const file = artifactFile(artifact, 'model.json');
  const description = parseJson(file, readFileSync(file, 'utf8'), ModelDescription);
  return { ...artifact, description, parameters: readWeights(artifactFile(artifact, 'weights.bin'), description) };
}

function readWeights(file: string, { weightsManifest }: ModelDescription): ParameterValues {
  const { weights } = weightsManifest[0];
  const bytes = readFileSync(file);
  const listed = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (bytes.byteLength !== 4 * listed)
    throw new PipelineError('ARTIFACT_INVALID', {
      file,
      problem: `it holds ${bytes.byteLength / 4} weights, model.json lists ${listed}`,
    });
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let offset = 0;
  const entries = weights.map(({ name, shape }) => {
    const values = all.subarray(offset, (offset += sizeOf(shape)));
    return [name, { shape, values }] as const;
  });
  return Object.fromEntries(entries);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * A model forecasts the windows of the data set it was fitted on, or of one that goes on from it with the same scalers, and no others.
 *
 * @throws PipelineError ARTIFACT_MISMATCH, see `refuseOtherData`
 */
export function checkModel(dataset: Dataset, { folder, description }: ModelArtifact): void {
  const { provenance, horizon, channels, frequency, scaler, options } = description;
  const fingerprint = provenance.dataset;
  if (Object.values(dataset.manifest.inputs).includes(fingerprint)) return;
  const { season } = options;
  const known = { frequency, ...(season !== undefined && { season: `${season}` }) };
  const facts = { ...known, scaler: scalerText(scaler, channels.target) };
  refuseOtherData(dataset, { who: `the model in ${folder}`, fingerprint, horizon, channels: channels.target, facts });
}
