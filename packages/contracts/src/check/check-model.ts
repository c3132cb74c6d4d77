import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { canonicalJson } from '../artifact/canonical-json';
import { parseJson } from '../artifact/open-artifact';
import type { Dataset } from '../artifacts/dataset';
import { COVARIATE_ROLES, type CovariateRole, pickCovariateScaler } from '../scale/covariates';
import { ModelDescription, TrainingHistory } from '../schemas/model';
import type { KindCheck } from './check-artifact';
import { checkTrainedUntil } from './check-trained-until';
import { counted, type Findings } from './findings';
import { schemaIssues } from './schema-issues';
import { readTimeLine } from './time-line';
import { sizeOf } from '../size-of';

const FILES = ['model.json', 'weights.bin', 'history.json'] as const;

/** Description, weights and history of a model, and whether it was fitted on what judges it. */
export const checkModelArtifact: KindCheck<'model'> = ({ folder, manifest, present, dataset }, findings) => {
  for (const name of FILES)
    if (!Object.hasOwn(manifest.files, name)) findings.problem('files', name, 'a model needs it, but it is not listed');
  if (present.has('history.json')) readChecked(folder, 'history.json', TrainingHistory, findings);
  const description = present.has('model.json')
    ? readChecked(folder, 'model.json', ModelDescription, findings)
    : undefined;
  if (!description) return;
  const { architecture, lookback, horizon, channels, provenance } = description;
  findings.fact('model', `${architecture}, seed ${provenance.seed}`);
  findings.fact('windows', `lookback ${lookback}, horizon ${horizon}, ${counted(channels.target.length, 'channel')}`);
  const { meta } = manifest;
  if (meta.architecture !== architecture)
    findings.problem(
      'match',
      'manifest.json',
      `meta.architecture is ${meta.architecture}, model.json says ${architecture}`,
    );
  if (meta.seed !== provenance.seed)
    findings.problem('match', 'manifest.json', `meta.seed is ${meta.seed}, model.json says ${provenance.seed}`);
  if (present.has('weights.bin')) checkWeights(folder, description, meta.parameterCount, findings);
  const timeLine = dataset && readTimeLine(dataset);
  checkTrainedUntil(provenance.trainedUntil, { where: 'model.json', timeLine }, findings);
  if (dataset) matchDataset(description, dataset, findings);
};

/** Every reason why a JSON file breaks its schema. @returns its content when there is none */
export function readChecked<Schema extends z.ZodType>(
  folder: string,
  name: string,
  schema: Schema,
  findings: Findings,
): z.infer<Schema> | undefined {
  const file = join(folder, name);
  const text = readFileSync(file, 'utf8');
  try {
    const issues = schemaIssues(JSON.parse(text), schema);
    for (const issue of issues) findings.problem('schema', name, issue);
    if (issues.length > 0) return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    findings.problem('schema', name, `it is not JSON (${error.message})`);
    return undefined;
  }
  return findings.attempt('schema', name, () => parseJson(file, text, schema));
}

function checkWeights(folder: string, description: ModelDescription, listed: number, findings: Findings): void {
  const { weights } = description.weightsManifest[0];
  const bytes = readFileSync(join(folder, 'weights.bin'));
  const counts = weights.map(({ shape }) => sizeOf(shape));
  const total = counts.reduce((sum, count) => sum + count, 0);
  findings.fact('parameters', total);
  if (total !== listed)
    findings.problem('match', 'manifest.json', `meta.parameterCount is ${listed}, model.json lists ${total} weights`);
  if (bytes.byteLength !== 4 * total)
    return findings.problem(
      'shape',
      'weights.bin',
      `it holds ${bytes.byteLength / 4} weights, model.json lists ${total}`,
    );
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let first = 0;
  weights.forEach(({ name }, index) => {
    const own = values.subarray(first, (first += counts[index] ?? 0));
    const bad = own.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
    if (bad === 0) return;
    const at = own.findIndex((value) => !Number.isFinite(value));
    findings.problem(
      'values',
      'weights.bin',
      `"${name}": ${counted(bad, 'value')} not finite; the first is ${own[at]} at index ${at}`,
    );
  });
}

function matchDataset(model: ModelDescription, dataset: Dataset, findings: Findings): void {
  const { meta } = dataset.manifest;
  const compare = (what: string, found: unknown, expected: unknown) => {
    if (canonicalJson(found) === canonicalJson(expected)) return;
    const [is, should] = [found, expected].map((value) => JSON.stringify(value));
    findings.problem('match', 'model.json', `${what} is ${is}, in the data set ${dataset.folder} ${should}`);
  };
  compare('provenance.dataset', model.provenance.dataset, dataset.fingerprint);
  compare('horizon', model.horizon, meta.horizon);
  compare('channels.target', model.channels.target, meta.channels.target);
  compare('frequency', model.frequency, meta.frequency);
  compare('scaler', model.scaler, meta.scaler);
  for (const role of COVARIATE_ROLES) matchCovariates(model, role, dataset, findings);
}

/** A model reads covariates that the data set has, scaled as the data set scales them. */
function matchCovariates(model: ModelDescription, role: CovariateRole, dataset: Dataset, findings: Findings): void {
  const { channels, covariateScaler } = dataset.manifest.meta;
  const missing = model.channels[role].filter((name) => !channels[role].includes(name));
  if (missing.length > 0)
    return findings.problem(
      'match',
      'model.json',
      `channels.${role} names ${missing.join(', ')}, which the data set ${dataset.folder} does not have`,
    );
  const expected = pickCovariateScaler(covariateScaler, channels, model.channels)?.[role] ?? null;
  const found = model.covariateScaler?.[role] ?? null;
  if (canonicalJson(found) === canonicalJson(expected)) return;
  const [is, should] = [found, expected].map((value) => JSON.stringify(value));
  const text = `covariateScaler.${role} is ${is}, in the data set ${dataset.folder} ${should}`;
  findings.problem('match', 'model.json', text);
}
