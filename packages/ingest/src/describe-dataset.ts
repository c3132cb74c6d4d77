import { type Channels, type DatasetMeta, type Origins, type Scaler, type Split, SPLITS } from '@tsdistill/contracts';
import type { IngestConfig } from './config';
import type { Borders } from './split-rows';

/** What reading the CSV has shown. */
export interface DatasetFacts {
  readonly channels: Channels;
  readonly observedRowCount: number;
  readonly futureRowCount: number;
  readonly startMs: number;
  readonly borders: Borders;
  readonly origins: Origins;
  readonly scaler: Scaler;
}

/** The one series of a wide CSV has no name of its own. */
const SERIES_ID = 'main';

/** The meta data of a `dataset@1` with one series, of which every value was observed. */
export function describeDataset(config: IngestConfig, facts: DatasetFacts): DatasetMeta {
  const { frequency, timezone, season, horizon, stride } = config;
  const { channels, observedRowCount, futureRowCount, startMs, borders, origins, scaler } = facts;
  const rowCount = observedRowCount + futureRowCount;
  const start = new Date(startMs).toISOString();
  return {
    channels,
    series: [{ id: SERIES_ID, rowCount, observedRowCount, start, borders }],
    frequency,
    timezone,
    season,
    horizon,
    stride,
    scaler,
    policies: [],
    masked: false,
    originCounts: countOrigins(origins),
  };
}

function countOrigins({ split }: Origins): DatasetMeta['originCounts'] {
  const count = (name: Split) => split.filter((code) => code === SPLITS.indexOf(name)).length;
  return { train: count('train'), validation: count('validation'), test: count('test'), future: count('future') };
}
