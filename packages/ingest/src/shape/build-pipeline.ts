import { type HashingFile, rowClock } from '@tsdistill/contracts';
import { futureRowCount, type IngestConfig } from '../config';
import { createFindings, type Findings } from '../faults/findings';
import type { ReadingPlan } from '../plan-reading';
import { createGrid } from './check-grid';
import { createCombiner } from './combine-rows';
import type { BucketCounts } from './count-buckets';
import type { StepCounts } from './follow-steps';
import { dropMarkers } from './drop-markers';
import { createResampler, type Resampler, rowsAt } from './resample-rows';
import type { RowSink } from './row-block';
import { watchDuplicates } from './watch-duplicates';
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
  policies(): readonly PolicyCount[];
  /** How full the steps of `resample` are; absent without it. */
  buckets(): BucketCounts | undefined;
}

interface PolicyCount {
  readonly name: string;
  readonly action: string;
  readonly count: number;
}

/**
 * duplicates → resample → grid (gaps) → values (missing, infinite) → `series.arrow`.
 *
 * Combined rows no longer show what was wrong with those they are made of: before `resample` stands a watch of its own.
 */
export function buildPipeline(
  plan: ReadingPlan,
  config: IngestConfig,
  findings: Findings,
  file: HashingFile,
): Pipeline {
  const { channels, values, step, zone } = plan;
  const { calendar, horizon, duplicates } = config;
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
  const ofCombined = plan.resample ? createFindings() : findings;
  const watch = createWatch({ ...roles, refuseMissing }, ofCombined, kept);
  const grid = createGrid({ step, fill: !refuseMissing, width }, findings, watch);
  const resampler = plan.resample && createResampler(plan, plan.resample, grid);
  const combined = resampler ? createWatch({ ...roles, refuseMissing }, findings, resampler) : grid;
  const merger =
    duplicates === 'error'
      ? undefined
      : createCombiner({ keyOf: (timeMs) => timeMs, actions: values.map(() => duplicates) }, combined);
  return {
    sink: merger ?? (resampler ? watchDuplicates({ width, allowedAt: rowsAt(plan) }, findings, combined) : grid),
    finish: () => {
      writer.finish();
      const overflow = ofCombined.all.get('VALUE_INFINITE');
      if (overflow && !findings.all.has('VALUE_INFINITE')) findings.record('VALUE_INFINITE', overflow, overflow.count);
      if (config.known.length > 0) for (const series of watch.series()) checkFuture(series, horizon, findings);
    },
    counts: grid.counts,
    gapRows: grid.gapRows,
    series: watch.series,
    largeChannels: () => watch.largeChannels().map((channel) => values[channel] ?? ''),
    policies: () =>
      [
        ...(merger ? [{ name: 'duplicates', action: duplicates, count: merger.combined() }] : []),
        ...(resampler ? countResampled(resampler, config) : []),
      ].filter(({ count }) => count > 0),
    buckets: () => resampler?.buckets(),
  };
}

/** Steps made of less than is usual are counted too: nobody would see in the data that a week has six days. */
function countResampled(resampler: Resampler, { resample }: IngestConfig): readonly PolicyCount[] {
  const { first, middle, last } = resampler.buckets();
  return [
    { name: 'resample', action: JSON.stringify(resample), count: resampler.changed() },
    { name: 'resample', action: 'incomplete', count: first + middle + last },
  ];
}

/** Known covariates must reach one horizon beyond the last target: that is what a forecast needs. */
function checkFuture(series: SeriesFacts, horizon: number, findings: Findings): void {
  if (series.rowCount - series.observedRowCount >= horizon) return;
  const { id, sourceRow, endMs: timeMs, observedEndMs: previousMs } = series;
  findings.record('KNOWN_TOO_SHORT', { series: id, sourceRow, timeMs, previousMs });
}
