import { type HashingFile, rowClock, type Step } from '@tsdistill/contracts';
import { futureRowCount, type IngestConfig } from '../config';
import type { Findings } from '../faults/findings';
import type { ReadingPlan } from '../plan-reading';
import { bucketOf } from './bucket';
import { createGrid } from './check-grid';
import { createCombiner } from './combine-rows';
import type { StepCounts } from './follow-steps';
import type { RowSink } from './row-block';
import { dropMarkers } from './drop-markers';
import { createWatch, type SeriesFacts } from './watch-values';
import { createSeriesWriter } from './write-series';

/** What happens to the rows of a series in order of time, from the first sink to the file. */
export interface Pipeline {
  readonly sink: RowSink;
  finish(): void;
  counts(): StepCounts;
  /** Rows put into the gaps of each series. */
  gapRows(): readonly number[];
  series(): readonly SeriesFacts[];
  largeChannels(): readonly string[];
  policies(): readonly { readonly name: string; readonly action: string; readonly count: number }[];
}

/** duplicates → resample → grid (gaps) → values (missing, infinite) → `series.arrow`. */
export function buildPipeline(
  plan: ReadingPlan,
  config: IngestConfig,
  findings: Findings,
  file: HashingFile,
): Pipeline {
  const { channels, values, step, zone } = plan;
  const { calendar, horizon } = config;
  const width = values.length;
  const refuseMissing = config.missing === 'error';
  const writer = createSeriesWriter(file, {
    channels,
    calendar,
    step,
    toLocal: rowClock(step, zone),
    futureRowCount: futureRowCount(config),
  });
  const roles = {
    targetCount: channels.target.length,
    pastCount: channels.past.length,
    knownCount: config.known.length,
    markerCount: plan.markers.length,
  };
  const kept = dropMarkers(width, width - plan.markers.length, writer);
  const watch = createWatch({ ...roles, refuseMissing }, findings, kept);
  const grid = createGrid({ step, fill: !refuseMissing, width }, findings, watch);
  const resampler =
    plan.resample && createCombiner({ keyOf: bucketOf(withBuckets(step)), actions: plan.resample }, grid);
  const merger =
    config.duplicates === 'error'
      ? undefined
      : createCombiner(
          { keyOf: (timeMs) => timeMs, actions: values.map(() => config.duplicates as 'mean') },
          resampler ?? grid,
        );
  return {
    sink: merger ?? resampler ?? grid,
    finish: () => {
      writer.finish();
      if (config.known.length > 0) for (const series of watch.series()) checkFuture(series, horizon, findings);
    },
    counts: grid.counts,
    gapRows: grid.gapRows,
    series: watch.series,
    largeChannels: () => watch.largeChannels().map((channel) => values[channel] ?? ''),
    policies: () => [
      ...(merger && merger.combined() > 0
        ? [{ name: 'duplicates', action: config.duplicates, count: merger.combined() }]
        : []),
      ...(resampler && resampler.combined() > 0
        ? [{ name: 'resample', action: JSON.stringify(config.resample), count: resampler.combined() }]
        : []),
    ],
  };
}

/** The config refuses to resample to business days, which have no buckets. */
function withBuckets(step: Step): Exclude<Step, { kind: 'business-days' }> {
  return step.kind === 'business-days' ? { kind: 'fixed', ms: 86_400_000 } : step;
}

/** Known covariates must reach one horizon beyond the last target: that is what a forecast needs. */
function checkFuture(series: SeriesFacts, horizon: number, findings: Findings): void {
  if (series.rowCount - series.observedRowCount >= horizon) return;
  const { id, sourceRow, endMs: timeMs, observedEndMs: previousMs } = series;
  findings.record('KNOWN_TOO_SHORT', { series: id, sourceRow, timeMs, previousMs });
}
