import { canonicalJson } from '../artifact/canonical-json';
import { hashBytes } from '../artifact/hash-file';
import { countOf } from '../errors/entry';
import { PipelineError } from '../errors/pipeline-error';
import type { Scaler } from '../schemas/common';
import type { DatasetMeta } from '../schemas/dataset';
import type { DatasetFacts } from '../schemas/dataset-facts';
import type { Dataset } from './dataset';

/** What an artifact says of the data set that it was made from. */
export interface DataClaim {
  /** What messages call the artifact. */
  readonly who: string;
  /** sha256 of the data set's manifest. */
  readonly fingerprint: string;
  readonly horizon: number;
  /** Target channels, in order. */
  readonly channels: readonly string[];
  /** As far as they are known. */
  readonly facts: Partial<DatasetFacts>;
}

/** How a message names each fact. */
const NAMES: { readonly [Fact in keyof DatasetFacts]: string } = {
  frequency: 'the frequency',
  timezone: 'the time zone',
  season: 'the season',
  stride: 'the stride',
  covariates: 'the list of covariates',
  series: 'the list of series',
  rows: 'the number of rows',
  split: 'the split',
  scaler: 'the scaler',
  covariateScaler: 'the digest of the scaler of covariates',
  policies: 'what policies changed',
  values: 'the digest of all values',
};

/**
 * An artifact and a data set must speak of the same windows and the same values.
 *
 * @throws PipelineError ARTIFACT_MISMATCH naming the first fact that differs and both values of it; only where all known facts agree, the fingerprints
 */
export function refuseOtherData(dataset: Dataset, claim: DataClaim): void {
  const { horizon, channels } = dataset.manifest.meta;
  const isSame = claim.fingerprint === dataset.fingerprint;
  const facts = datasetFacts(dataset);
  const pairs: (readonly [what: string, left: string | undefined, right: string])[] = [
    ['the horizon', `${claim.horizon}`, `${horizon}`],
    ['the list of channels', claim.channels.join(', '), channels.target.join(', ')],
    ...(isSame ? [] : keysOf(facts).map((fact) => [NAMES[fact], claim.facts[fact], facts[fact]] as const)),
    ['the fingerprint of the data set', claim.fingerprint, dataset.fingerprint],
  ];
  const [what, leftValue, rightValue] = pairs.find(([, left, right]) => left !== undefined && left !== right) ?? [];
  if (what === undefined || leftValue === undefined || rightValue === undefined) return;
  const right = `the data set in ${dataset.folder}`;
  throw new PipelineError('ARTIFACT_MISMATCH', { what, left: claim.who, leftValue, right, rightValue });
}

const keysOf = (facts: DatasetFacts) => Object.keys(facts) as (keyof DatasetFacts)[];

/** What tells a data set from others, for the artifacts that are made from it. */
export function datasetFacts({ manifest: { meta, files } }: Dataset): DatasetFacts {
  const { frequency, timezone, season, stride, channels, series, policies } = meta;
  const roles = (['past', 'known', 'static'] as const).filter((role) => channels[role].length > 0);
  const changed = policies.map(({ name, action, count }) => `${name} ${action} (${countOf(count, 'value')})`);
  return {
    frequency,
    timezone,
    season: `${season}`,
    stride: `${stride}`,
    covariates: roles.map((role) => `${role}: ${channels[role].join(', ')}`).join('; ') || 'empty',
    series: cut(series.map(({ id }) => id)),
    rows: cut(series.map(({ observedRowCount, start }) => `${observedRowCount} from ${start}`)),
    split: splitText(meta),
    scaler: scalerText(meta.scaler, channels.target),
    covariateScaler: meta.covariateScaler ? digest(meta.covariateScaler) : 'none',
    policies: changed.join(', ') || 'nothing',
    values: digest(Object.entries(files).map(([name, { sha256 }]) => [name, sha256])),
  };
}

/** Rows of each split, [from, to), and the number of their windows. */
function splitText({ series, originCounts }: DatasetMeta): string {
  const { train, validation, test, future } = originCounts;
  const rows = series.map(({ borders }) =>
    Object.entries(borders)
      .map(([split, [from, to]]) => `${split} ${from}–${to}`)
      .join(', '),
  );
  return `rows ${cut([...new Set(rows)])} (${train}, ${validation}, ${test} and ${future} future windows)`;
}

/** Kind, and what was fitted on the train rows, channel by channel; where each series has a scale of its own, that of the first one and a digest of all. */
export function scalerText(
  { kind, scope, shift, scale, transform, floor }: Scaler,
  channels: readonly string[],
): string {
  const fitted = cut(channels.map((channel, i) => `${channel}: shift ${shift[0]?.[i]}, scale ${scale[0]?.[i]}`));
  const others = scope === 'series' ? `; the first of ${shift.length} series, ${digest([shift, scale])}` : '';
  return [
    `${kind} (${fitted}${others})`,
    ...(transform ? [`transform ${cut(transform)}`] : []),
    ...(floor === undefined ? [] : [`floor ${floor}`]),
  ].join(', ');
}

/** The first items, and where there are more, how many there are and a digest of all. */
function cut(items: readonly string[], limit = 3): string {
  if (items.length <= limit) return items.join('; ');
  return `${items.slice(0, limit).join('; ')}; … (${items.length} in all, ${digest(items)})`;
}

const digest = (value: unknown): string => `sha256 ${hashBytes(canonicalJson(value)).slice(0, 12)}`;
