import type { Channels, DatasetMeta } from '@tsdistill/contracts';
import type { IngestConfig } from './config';
import type { PlacedSeries } from './policies/place-series';
import type { PreparedRows } from './prepare-rows';
import type { ScaledRows } from './scale-rows';

/** What reading the files has shown. */
export interface DatasetFacts {
  readonly channels: Channels;
  readonly prepared: PreparedRows;
  readonly scaled: ScaledRows;
  readonly originCounts: DatasetMeta['originCounts'];
  /** By id; a series without one counts 1. */
  readonly weights: ReadonlyMap<string, { readonly weight?: number }>;
}

/** The meta data of a `dataset@1`. */
export function describeDataset(config: IngestConfig, facts: DatasetFacts): DatasetMeta {
  const { frequency, timezone, calendar, season, horizon, stride } = config;
  const { channels, prepared, scaled, originCounts, weights } = facts;
  const { scaler, covariateScaler } = scaled;
  return {
    channels,
    series: prepared.series.map((series) => describeSeries(series, weights.get(series.read.id)?.weight)),
    frequency,
    timezone,
    ...(calendar.length > 0 && { calendar }),
    season,
    horizon,
    stride,
    scaler,
    ...(covariateScaler && { covariateScaler }),
    policies: prepared.policies,
    masked: prepared.isMasked,
    originCounts,
  };
}

function describeSeries(
  { read: { id }, rowCount, observedRowCount, startMs, borders }: PlacedSeries,
  weight: number | undefined,
): DatasetMeta['series'][number] {
  const start = new Date(startMs).toISOString();
  return { id, rowCount, observedRowCount, start, borders, ...(weight !== undefined && { weight }) };
}
