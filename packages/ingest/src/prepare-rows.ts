import type { DuckDBConnection } from '@duckdb/node-api';
import {
  ArrowFile,
  type ArtifactDraft,
  breathe,
  formatWallTime,
  PipelineError,
  rowClock,
  type StageHost,
  withArrowFile,
} from '@tsdistill/contracts';
import { futureRowCount, type IngestConfig, nameOfFiles } from './config';
import type { ReadingPlan } from './plan-reading';
import { createTimeDescriber } from './policies/describe-times';
import { type PlacedPanel, type PlacedSeries, placeSeries } from './policies/place-series';
import { countPolicies, type PolicyCounts } from './policies/policy-counts';
import { rewriteSeries } from './policies/rewrite-series';
import { withScratchRows } from './policies/scratch-rows';
import type { RewriteReport, UnfilledPlace } from './policies/tally';
import { readSeries, type SeriesRead } from './reading/read-series';
import { batchRows } from './shape/row-block';

/** The rows of `series.arrow` as they stay. */
export interface PreparedRows {
  /** Path of the file. */
  readonly path: string;
  readonly series: readonly PlacedSeries[];
  readonly isMasked: boolean;
  /** Of each series, 1 for each row with an observed target; empty without a mask. */
  readonly observed: readonly Uint8Array[];
  readonly policies: PolicyCounts;
}

export interface Sources {
  readonly connection: DuckDBConnection;
  readonly plan: ReadingPlan;
}

/**
 * Reads all rows into `series.arrow`. Where a policy may change them they are read to a scratch file first and written again, since a
 * gap can be filled, and a series padded, only when its end is known.
 *
 * @throws PipelineError of the files and their rows; MISSING_UNFILLED, SERIES_…, SPLIT_OUTSIDE
 */
export async function prepareRows(
  sources: Sources,
  config: IngestConfig,
  draft: ArtifactDraft,
  host: StageHost,
): Promise<PreparedRows> {
  const { plan } = sources;
  const reading = { ...sources, config, host };
  if (config.missing === 'error' && config.short === 'error') {
    const read = await readSeries(reading, (body) => draft.fileAsync('series.arrow', body));
    const { series } = withArrowFile(read.path, (rows) => place(rows, read, plan, config));
    return { path: read.path, series, isMasked: false, observed: [], policies: read.policies };
  }
  return withScratchRows(host.workFolder, async (writeRows) => {
    const read = await readSeries(reading, writeRows);
    const rows = new ArrowFile(read.path);
    try {
      return await applyPolicies(rows, read, { plan, config, draft, host });
    } finally {
      rows.close();
    }
  });
}

function place(rows: ArrowFile, read: SeriesRead, plan: ReadingPlan, config: IngestConfig): PlacedPanel {
  const future = futureRowCount(config);
  let firstRow = 0;
  const stored = read.series.map((facts, index) => {
    const rowCount = facts.rowCount + future;
    firstRow += rowCount;
    return { ...facts, index, rowCount, firstRow: firstRow - rowCount };
  });
  return placeSeries(stored, rows, {
    ...config,
    file: nameOfFiles(config),
    isNamed: config.series !== undefined,
    step: plan.step,
    toLocal: rowClock(plan.step, plan.zone),
  });
}

interface PolicyContext {
  readonly plan: ReadingPlan;
  readonly config: IngestConfig;
  readonly draft: ArtifactDraft;
  readonly host: StageHost;
}

async function applyPolicies(rows: ArrowFile, read: SeriesRead, context: PolicyContext): Promise<PreparedRows> {
  const { plan, config, draft, host } = context;
  const { missing, short, season, calendar } = config;
  const { channels, step, zone } = plan;
  const toLocal = rowClock(step, zone);
  const panel = place(rows, read, plan, config);
  const rewrite = {
    channels,
    step,
    season,
    // Nothing is missing under the other two but what was padded, which any of them holds.
    fill: missing === 'error' || missing === 'drop-series' ? ('mask' as const) : missing,
    blockRows: batchRows(channels.target.length + channels.past.length + channels.known.length),
    describeTimes: createTimeDescriber(channels, calendar, toLocal),
  };
  const total = panel.series.reduce((sum, { rowCount }) => sum + 2 * rowCount, 0);
  const { path, report } = await draft.fileAsync('series.arrow', async (file) => {
    const steps = rewriteSeries(file, rows, panel.series, rewrite);
    return { path: file.path, report: await follow(steps, total, host) };
  });
  if (report.unfilled) throw unfilledError(report.unfilled, config, toLocal);
  const gapRows = panel.series.reduce((sum, series) => sum + (read.gapRows[series.read.index] ?? 0), 0);
  const { series, droppedMissing, droppedShort } = panel;
  const counted = countPolicies({ missing, short, report, gapRows, droppedMissing, droppedShort });
  const { isMasked, observed } = report;
  return { path, series, isMasked, observed, policies: [...read.policies, ...counted] };
}

/** Runs through the steps of a rewrite, saying how far it is. @throws InterruptedError */
async function follow(steps: Generator<number, RewriteReport>, total: number, host: StageHost): Promise<RewriteReport> {
  let [done, shown] = [0, 0];
  for (let next = steps.next(); ; next = steps.next()) {
    if (next.done) return next.value;
    done += next.value;
    if (done - shown < 65_536 && done < total) continue;
    shown = done;
    host.progress({ label: 'policies', done, total, unit: 'rows' });
    await breathe(host);
  }
}

/** The error of a value that a policy cannot fill. */
export function unfilledError(
  { series, column, timeMs, count, seriesCount }: UnfilledPlace,
  config: IngestConfig,
  toLocal: (timeMs: number) => number,
): PipelineError {
  const place = { file: nameOfFiles(config), ...(config.series !== undefined && { series }) };
  const at = formatWallTime(toLocal(timeMs));
  return new PipelineError('MISSING_UNFILLED', { ...place, column, at, policy: config.missing, count, seriesCount });
}
