import { type Channels, type DatasetMeta, type Origins, type Scaler, type Split, SPLITS } from '@tsdistill/contracts';
import type { IngestConfig } from './config';

/** One series as the manifest has it. */
export type SeriesDescription = DatasetMeta['series'][number];

/** What reading the files has shown. */
export interface DatasetFacts {
  readonly channels: Channels;
  readonly series: readonly SeriesDescription[];
  readonly origins: Origins;
  readonly scaler: Scaler;
  readonly policies: DatasetMeta['policies'];
}

/** The meta data of a `dataset@1` of which every value was observed. */
export function describeDataset(config: IngestConfig, facts: DatasetFacts): DatasetMeta {
  const { frequency, timezone, season, horizon, stride } = config;
  const { channels, series, origins, scaler, policies } = facts;
  const originCounts = countOrigins(origins);
  return {
    channels,
    series,
    frequency,
    timezone,
    season,
    horizon,
    stride,
    scaler,
    policies,
    masked: false,
    originCounts,
  };
}

function countOrigins({ split }: Origins): DatasetMeta['originCounts'] {
  const counts = SPLITS.map(() => 0);
  for (const code of split) counts[code] = (counts[code] ?? 0) + 1;
  const count = (name: Split) => counts[SPLITS.indexOf(name)] ?? 0;
  return { train: count('train'), validation: count('validation'), test: count('test'), future: count('future') };
}
