import { openDataset, writeModel } from '@tsdistill/contracts';

export interface StudentClaims {
  readonly seed: number;
  /** ISO 8601. */
  readonly trainedUntil?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A model with one parameter, its seed, that says what it is asked to. @returns its fingerprint */
export function writeStudent(
  folder: string,
  datasetFolder: string,
  { seed, trainedUntil = '2024-01-01T00:00:00Z', inputs = {} }: StudentClaims,
): Promise<string> {
  const { manifest, fingerprint } = openDataset(datasetFolder);
  const { channels, scaler, horizon } = manifest.meta;
  const description = {
    ...{ architecture: 'linear', options: {}, lookback: 4, horizon, frequency: 'PT1H', quantiles: [] },
    ...{ unit: 'standardized' as const, channels, scaler },
    provenance: { dataset: fingerprint, softTargets: [], trainedUntil, seed, bestEpoch: 1, validationLoss: 1 },
  };
  const parameters = { bias: { shape: [1], values: Float32Array.of(seed) } };
  return writeModel(folder, description, parameters, { config: {}, inputs, history: [], measured: {} });
}
