import {
  type ArrowFile,
  type Channels,
  type CovariateScaler,
  formatWallTime,
  PipelineError,
  rowClock,
  type Scaler,
  type StageHost,
  type Transform,
  withArrowFile,
} from '@tsdistill/contracts';
import { type IngestConfig, nameOfFiles } from './config';
import type { ReadingPlan } from './plan-reading';
import type { PreparedRows } from './prepare-rows';
import { findBelowFloor } from './scaling/find-below-floor';
import { findOutliers } from './scaling/find-outliers';
import { findOutsideDomain } from './scaling/find-outside-domain';
import { readRanges } from './scaling/range-values';
import { scaleCovariates, scaleTargets, type ScalingSource } from './scaling/scale-dataset';
import { domainOf } from './scaling/transform';
import type { StaticTable } from './shape/encode-static';
import type { RowRange } from './splits/split-series';

/** Values of one column far from the rest of their series, in its train rows; the farthest is shown. */
export interface Outliers {
  readonly column: string;
  readonly count: number;
  readonly series: string;
  readonly at: string;
  readonly value: number;
  /** Robust standard deviations from the median. */
  readonly deviations: number;
}

export interface ScaledRows {
  readonly scaler: Scaler;
  readonly covariateScaler?: CovariateScaler;
  readonly outliers: readonly Outliers[];
}

export interface ScalingContext {
  readonly config: IngestConfig;
  readonly plan: ReadingPlan;
  /** With the static ones. */
  readonly channels: Channels;
  readonly features: StaticTable;
  /** By target channel. */
  readonly transform: readonly Transform[];
}

/** Fits the scalers to train rows of `series.arrow`, and looks for outliers there. @throws PipelineError TRANSFORM_DOMAIN, TRAIN_UNOBSERVED */
export function scaleRows(prepared: PreparedRows, context: ScalingContext, host: StageHost): ScaledRows {
  return withArrowFile(prepared.path, (rows) => {
    refuseDomain(prepared, rows, context);
    const { config, transform } = context;
    const source = scalingSource(prepared, rows, context);
    const { scaler, spreadless } = scaleTargets(source, { ...config, transform });
    if (spreadless.columns.length > 0)
      host.warn(
        { columns: spreadless.columns.join(', '), series: spreadless.seriesCount },
        'no spread over the train rows, so their scale is 1',
      );
    const covariateScaler = scaleCovariates(source, config.scaler);
    for (const report of reportBelowFloor(prepared, rows, context))
      host.warn({ ...report }, 'observed values below `floor`, which no forecast can reach');
    const outliers = reportOutliers(prepared, rows, context);
    for (const report of outliers) host.info({ ...report }, 'outliers in the train rows, left as they are');
    return { scaler, ...(covariateScaler && { covariateScaler }), outliers };
  });
}

function scalingSource(
  prepared: PreparedRows,
  rows: ArrowFile,
  { config, channels, features }: ScalingContext,
): ScalingSource {
  const ranges = rangesOf(prepared, ({ borders }) => borders.train);
  return {
    file: nameOfFiles(config),
    isNamed: config.series !== undefined,
    rows,
    isMasked: prepared.isMasked,
    channels,
    calendarCount: 2 * config.calendar.length,
    series: prepared.series.map(({ read: { id } }, index) => ({ id, train: ranges[index] ?? [0, 0] })),
    statics: { values: features.values, isWord: features.names.map((name) => !config.static.includes(name)) },
  };
}

/** A range of each series, counted among the rows of all. */
function rangesOf(
  { series }: PreparedRows,
  rangeOf: (series: PreparedRows['series'][number]) => RowRange,
): readonly RowRange[] {
  let first = 0;
  return series.map((one) => {
    const [from, to] = rangeOf(one);
    const range = [first + from, first + to] as const;
    first += one.rowCount;
    return range;
  });
}

function targetsIn(prepared: PreparedRows, rows: ArrowFile, channels: Channels, ranges: readonly RowRange[]) {
  return readRanges({
    file: rows,
    name: 'target',
    width: channels.target.length,
    ranges,
    isMasked: prepared.isMasked,
  });
}

function refuseDomain(
  prepared: PreparedRows,
  rows: ArrowFile,
  { config, plan, channels, transform }: ScalingContext,
): void {
  if (transform.every((name) => name === 'none')) return;
  const ranges = rangesOf(prepared, ({ observedRowCount }) => [0, observedRowCount]);
  const found = findOutsideDomain(targetsIn(prepared, rows, channels, ranges), transform);
  if (!found) return;
  const { series, row, channel, value, count } = found;
  const name = transform[channel] ?? 'none';
  const id = prepared.series[series]?.read.id;
  throw new PipelineError('TRANSFORM_DOMAIN', {
    file: nameOfFiles(config),
    ...(config.series !== undefined && { series: id }),
    column: channels.target[channel] ?? '',
    at: timeText(rows, (ranges[series]?.[0] ?? 0) + row, plan),
    value,
    transform: name,
    domain: domainOf(name),
    count,
  });
}

/** Of each target, the observed values below the floor: those of validation and test are scored too. */
function reportBelowFloor(prepared: PreparedRows, rows: ArrowFile, { config, plan, channels }: ScalingContext) {
  const { floor } = config;
  if (floor === undefined) return [];
  const ranges = rangesOf(prepared, ({ observedRowCount }) => [0, observedRowCount]);
  return findBelowFloor(targetsIn(prepared, rows, channels, ranges), floor).map(
    ({ channel, count, series, row, value }) => ({
      column: channels.target[channel] ?? '',
      floor,
      count,
      lowest: value,
      ...(config.series !== undefined && { series: prepared.series[series]?.read.id }),
      at: timeText(rows, (ranges[series]?.[0] ?? 0) + row, plan),
    }),
  );
}

function reportOutliers(
  prepared: PreparedRows,
  rows: ArrowFile,
  { plan, channels }: ScalingContext,
): readonly Outliers[] {
  const ranges = rangesOf(prepared, ({ borders }) => borders.train);
  return findOutliers(targetsIn(prepared, rows, channels, ranges)).map(({ channel, count, series, row, value, z }) => ({
    column: channels.target[channel] ?? '',
    count,
    series: prepared.series[series]?.read.id ?? '',
    at: timeText(rows, (ranges[series]?.[0] ?? 0) + row, plan),
    value,
    deviations: Number(z.toPrecision(3)),
  }));
}

/** What the clock of the data shows at a row. */
function timeText(rows: ArrowFile, row: number, { step, zone }: ReadingPlan): string {
  const time = new BigInt64Array(1);
  rows.column('timestamp', { kind: 'timestamp' }).read(row, 1, time);
  return formatWallTime(rowClock(step, zone)(Number(time[0])));
}
