import { statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type ArtifactDraft,
  ArrowWriter,
  type DatasetMeta,
  hashFileAside,
  type HashingFile,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { type IngestConfig, nameOfFiles } from './config';
import { describeDataset } from './describe-dataset';
import { indexOrigins } from './origins/index-origins';
import { writeOrigins } from './origins/write-origins';
import { planReading, type ReadingPlan } from './plan-reading';
import { type PreparedRows, prepareRows, type Sources } from './prepare-rows';
import { type Outliers, scaleRows } from './scale-rows';
import { transformsOf } from './scaling/scaling-config';
import { encodeStatic, type StaticTable } from './shape/encode-static';
import { withDatabase } from './source/database';
import { readLabels, type SeriesLabels } from './source/read-labels';
import { findFiles } from './source/source-files';
import { refuseEmptySplits, refuseSeason } from './splits/refuse-empty';

/** Reads the rows of all files once, writes one `dataset@1` artifact. The scalers see observed values of train rows only. */
export async function runIngest(config: IngestConfig, out: string, host: StageHost): Promise<void> {
  await withDatabase(host.workFolder, async (connection) => {
    const plan = await planReading(connection, config);
    // Without what names the files: equal data make an equal manifest, wherever they come from.
    const settings = { ...config, files: undefined, sha256: undefined, query: undefined };
    const record = { kind: 'dataset', config: settings, inputs: {} } as const;
    await writeArtifact(out, record, (draft) => writeDataset(draft, { connection, plan }, config, host));
  });
}

async function writeDataset(
  draft: ArtifactDraft,
  sources: Sources,
  config: IngestConfig,
  host: StageHost,
): Promise<DatasetMeta> {
  const startedMs = performance.now();
  const labels = await readLabels(sources.connection, sources.plan.sources);
  const prepared = await prepareRows(sources, config, draft, host);
  // The files are hashed beside what is made of their rows: one thread would leave the other core idle.
  const [files, { meta, outliers }] = await Promise.all([
    measureFiles(config.files),
    finishDataset(draft, { plan: sources.plan, prepared, labels }, config, host),
  ]);
  draft.measured({ files, outliers, ms: performance.now() - startedMs });
  tell(meta, host);
  return meta;
}

interface ReadDataset {
  readonly plan: ReadingPlan;
  readonly prepared: PreparedRows;
  readonly labels: ReadonlyMap<string, SeriesLabels>;
}

/** Writes what is made of the rows: static features and forecast origins; fits the scalers. */
async function finishDataset(
  draft: ArtifactDraft,
  { plan, prepared, labels }: ReadDataset,
  config: IngestConfig,
  host: StageHost,
): Promise<{ readonly meta: DatasetMeta; readonly outliers: readonly Outliers[] }> {
  const transform = transformsOf(config.transform, plan.channels.target);
  const features = encodeStatic(
    config.static,
    prepared.series.map(({ read: { id } }) => labels.get(id)?.static ?? []),
  );
  if (features.names.length > 0) draft.file('static.arrow', (file) => writeStatic(file, features));
  const channels = { ...plan.channels, static: features.names };

  const originCounts = draft.file('windows.arrow', (file) => writeOrigins(file, originsOf(prepared, config)));
  refuseUnusable(prepared, originCounts, config);

  const scaled = scaleRows(prepared, { config, plan, channels, features, transform }, host);
  const meta = describeDataset(config, { channels, prepared, scaled, originCounts, weights: labels });
  return { meta, outliers: scaled.outliers };
}

function originsOf({ series, observed }: PreparedRows, { horizon, stride, calendar, known }: IngestConfig) {
  const windows = series.map((one, index) => ({ ...one, ...(observed[index] && { observed: observed[index] }) }));
  return indexOrigins(windows, { horizon, stride, hasKnown: calendar.length + known.length > 0 });
}

/** @throws PipelineError SPLIT_TOO_SHORT, SPLIT_UNOBSERVED, SEASON_OUTSIDE */
function refuseUnusable({ series }: PreparedRows, counts: DatasetMeta['originCounts'], config: IngestConfig): void {
  const splits = series.map(({ read: { id }, borders }) => ({ id, borders }));
  refuseEmptySplits(splits, counts, config.horizon);
  refuseSeason({ file: nameOfFiles(config), isNamed: config.series !== undefined }, splits, config.season);
}

function tell({ series, channels, originCounts, policies }: DatasetMeta, host: StageHost): void {
  const rows = series.reduce((sum, { observedRowCount }) => sum + observedRowCount, 0);
  host.info({ rows, series: series.length, channels: channels.target.length, ...originCounts }, 'data set ready');
  for (const { name, action, count } of policies) host.info({ action, count }, `policy \`${name}\` was used`);
}

function writeStatic(file: HashingFile, { names, values }: StaticTable): void {
  const columns = { static: { kind: 'float32-list', width: names.length } } as const;
  const writer = new ArrowWriter(file, columns, { 'tsdistill.kind': 'dataset', 'tsdistill.version': '1' });
  writer.append(values.length / names.length, { static: values });
  writer.finish();
}

/** What says where the data came from, but must not change the manifest: an edit that changes no value changes it. */
async function measureFiles(files: IngestConfig['files']): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const measured: Readonly<Record<string, unknown>>[] = [];
  for (const { path } of findFiles(files)) {
    const { size, mtime } = statSync(path);
    const sha256 = await hashFileAside(path);
    measured.push({ name: basename(path), bytes: size, modified: mtime.toISOString(), sha256 });
  }
  return measured;
}
