import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type ArtifactDraft,
  ArrowWriter,
  type DatasetMeta,
  hashFile,
  type HashingFile,
  parseStep,
  PipelineError,
  type Scaler,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import type { IngestConfig } from './config';
import { describeDataset, type SeriesDescription } from './describe-dataset';
import { identityScaler, standardScaler, takeStatistics } from './fit-scaler';
import { indexOrigins } from './index-origins';
import { joinOrigins } from './join-origins';
import { planReading, type ReadingPlan } from './plan-reading';
import { readSeries } from './read-series';
import { readTargets } from './read-targets';
import { encodeStatic, type StaticTable } from './shape/encode-static';
import type { SeriesFacts } from './shape/watch-values';
import { withDatabase } from './source/database';
import { readLabels } from './source/read-labels';
import { findFiles, type SourceFile } from './source/source-files';
import { type RowRange, splitRows } from './split-rows';
import { writeOrigins } from './write-origins';

/** Reads the rows of all files once, writes one `dataset@1` artifact. The scaler sees train rows only. */
export async function runIngest(config: IngestConfig, out: string, host: StageHost): Promise<void> {
  await withDatabase(host.workFolder, async (connection) => {
    const plan = await planReading(connection, config);
    // Without what names the files: equal data make an equal manifest, wherever they come from.
    const settings = { ...config, files: undefined, sha256: undefined, query: undefined };
    const record = { kind: 'dataset', config: settings, inputs: {} } as const;
    await writeArtifact(out, record, (draft) => writeDataset(draft, { connection, plan }, config, host));
  });
}

interface Sources {
  readonly connection: DuckDBConnection;
  readonly plan: ReadingPlan;
}

async function writeDataset(
  draft: ArtifactDraft,
  { connection, plan }: Sources,
  config: IngestConfig,
  host: StageHost,
): Promise<DatasetMeta> {
  const startedMs = performance.now();
  const labels = await readLabels(connection, plan.sources);
  const { path, series: read, policies } = await readSeries(connection, plan, config, draft, host);
  const features = encodeStatic(
    config.static,
    read.map(({ id }) => labels.get(id)?.static ?? []),
  );
  if (features.names.length > 0) draft.file('static.arrow', (file) => writeStatic(file, features));
  const channels = { ...plan.channels, static: features.names };

  const futureRowCount = config.calendar.length > 0 && config.known.length === 0 ? config.horizon : 0;
  const series = read.map((facts) => describeSeries(facts, futureRowCount, labels.get(facts.id)?.weight, config));
  const origins = joinOrigins(series.map(({ borders }) => indexOrigins(borders, config)));
  draft.file('windows.arrow', (file) => writeOrigins(file, origins));

  const scaler =
    config.scaler === 'none' ? identityScaler(channels.target.length) : fitScaler(path, series, channels.target, host);
  const meta = describeDataset(config, { channels, series, origins, scaler, policies });
  draft.measured({ files: findFiles(config.files).map(measureFile), ms: performance.now() - startedMs });
  const rows = read.reduce((sum, { observedRowCount }) => sum + observedRowCount, 0);
  host.info({ rows, series: read.length, channels: channels.target.length, ...meta.originCounts }, 'data set ready');
  for (const { name, action, count } of policies) host.info({ action, count }, `policy \`${name}\` was used`);
  return meta;
}

function describeSeries(
  facts: SeriesFacts,
  futureRowCount: number,
  weight: number | undefined,
  config: IngestConfig,
): SeriesDescription {
  const { id, rowCount, observedRowCount, startMs } = facts;
  const named = { file: [config.files].flat().join(', '), ...(config.series !== undefined && { series: id }) };
  refuseShort(named, observedRowCount, config.horizon);
  const step = parseStep(config.frequency);
  const borders = splitRows(
    { rowCount: observedRowCount, startMs, stepMs: step?.kind === 'fixed' ? step.ms : NaN },
    config.split,
  );
  refuseSeason(named, config.season, borders.test[0]);
  const start = new Date(startMs).toISOString();
  const described = { id, rowCount: rowCount + futureRowCount, observedRowCount, start, borders };
  return weight === undefined ? described : { ...described, weight };
}

interface NamedSeries {
  readonly file: string;
  readonly series?: string;
}

/** Each split needs a horizon of targets, and the first target one row before it. */
function refuseShort(named: NamedSeries, rows: number, horizon: number): void {
  const needed = 3 * horizon + 1;
  if (rows < needed) throw new PipelineError('SERIES_TOO_SHORT', { ...named, rows, horizon, needed });
}

/** The seasonal naive forecast of the first test window looks back one season. */
function refuseSeason(named: NamedSeries, season: number, rows: number): void {
  if (season > rows) throw new PipelineError('SEASON_OUTSIDE', { ...named, season, rows });
}

/** Reads the train rows of every series, and no others, back from the file just written. */
function fitScaler(
  path: string,
  series: readonly SeriesDescription[],
  target: readonly string[],
  host: StageHost,
): Scaler {
  const ranges = trainRanges(series);
  const statistics = takeStatistics(readTargets(path, ranges, target.length), target.length);
  const constant = target.filter((_, channel) => statistics.std[channel] === 0);
  if (constant.length > 0)
    host.warn({ columns: constant.join(', ') }, 'constant over all train rows, so their scale is 1');
  return standardScaler(statistics);
}

/** Rows of the train split of each series, counted over all series. */
function trainRanges(series: readonly SeriesDescription[]): readonly RowRange[] {
  let first = 0;
  return series.map(({ rowCount, borders: { train } }) => {
    const range: RowRange = [first + train[0], first + train[1]];
    first += rowCount;
    return range;
  });
}

function writeStatic(file: HashingFile, { names, values }: StaticTable): void {
  const columns = { static: { kind: 'float32-list', width: names.length } } as const;
  const writer = new ArrowWriter(file, columns, { 'tsdistill.kind': 'dataset', 'tsdistill.version': '1' });
  writer.append(values.length / names.length, { static: values });
  writer.finish();
}

/** What says where the data came from, but must not change the manifest: an edit that changes no value changes it. */
function measureFile({ path }: SourceFile): Readonly<Record<string, unknown>> {
  const { size, mtime } = statSync(path);
  return { name: basename(path), bytes: size, modified: mtime.toISOString(), sha256: hashFile(path) };
}
