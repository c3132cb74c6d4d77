import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import {
  type ArtifactDraft,
  type Channels,
  type DatasetMeta,
  hashFile,
  parseFrequency,
  PipelineError,
  type Scaler,
  type StageHost,
  writeArtifact,
} from '@tsdistill/contracts';
import { calendarChannels } from './calendar';
import type { IngestConfig } from './config';
import { copyRows } from './copy-rows';
import { describeDataset } from './describe-dataset';
import { identityScaler, standardScaler, takeStatistics } from './fit-scaler';
import { indexOrigins } from './index-origins';
import { type CsvFile, readHeader } from './read-header';
import { readTargets } from './read-targets';
import type { CheckedCsv } from './refuse-faults';
import { selectColumns } from './select-columns';
import { type RowRange, splitRows } from './split-rows';
import { writeOrigins } from './write-origins';

/** Reads one CSV in one pass, writes one `dataset@1` artifact. The scaler sees train rows only. */
export async function runIngest(config: IngestConfig, out: string, host: StageHost): Promise<void> {
  const source = await openSource(config);
  // Without the name of the file: equal data make an equal manifest, wherever they come from.
  const record = { kind: 'dataset', config: { ...config, csv: undefined }, inputs: {} } as const;
  await writeArtifact(out, record, (draft) => writeDataset(draft, source, config, host));
}

/** Reads the header only. @throws PipelineError CSV_MISSING, CSV_EMPTY, COLUMN_… before anything is written */
async function openSource(config: IngestConfig): Promise<CheckedCsv> {
  const csv = { path: resolve(config.csv), name: config.csv };
  const header = await readHeader(csv);
  return {
    csv,
    header,
    selection: selectColumns(csv, header, config),
    stepMs: parseFrequency(config.frequency) ?? NaN,
  };
}

async function writeDataset(
  draft: ArtifactDraft,
  source: CheckedCsv,
  config: IngestConfig,
  host: StageHost,
): Promise<DatasetMeta> {
  const startedMs = performance.now();
  const { csv, header, selection, stepMs } = source;
  const { calendar, horizon } = config;
  const target = selection.targets.map((index) => header.columns[index] ?? '');
  const channels = { target, past: [], known: calendarChannels(calendar), static: [] };
  const futureRowCount = calendar.length > 0 ? horizon : 0;

  const series = await draft.fileAsync('series.arrow', async (file) => {
    const report = await copyRows(file, source, { channels, calendar, stepMs, futureRowCount }, host);
    return { path: file.path, ...report };
  });
  const { rowCount, startMs } = series;
  refuseShort(csv, rowCount, horizon);
  const borders = splitRows({ rowCount, startMs, stepMs }, config.split);
  refuseSeason(csv, config.season, borders.test[0]);
  const origins = indexOrigins(borders, config);
  draft.file('windows.arrow', (file) => writeOrigins(file, origins));

  const scaler =
    config.scaler === 'none' ? identityScaler(target.length) : fitScaler(series.path, borders.train, channels, host);
  const facts = { channels, observedRowCount: rowCount, futureRowCount, startMs, borders, origins, scaler };
  const meta = describeDataset(config, facts);
  draft.measured({ csv: measureCsv(csv), ms: performance.now() - startedMs });
  host.info({ rows: rowCount, channels: target.length, ...meta.originCounts }, 'data set ready');
  return meta;
}

/** Each split needs a horizon of targets, and the first target one row before it. */
function refuseShort(csv: CsvFile, rows: number, horizon: number): void {
  const needed = 3 * horizon + 1;
  if (rows < needed) throw new PipelineError('SERIES_TOO_SHORT', { file: csv.name, rows, horizon, needed });
}

/** The seasonal naive forecast of the first test window looks back one season. */
function refuseSeason(csv: CsvFile, season: number, rows: number): void {
  if (season > rows) throw new PipelineError('SEASON_OUTSIDE', { file: csv.name, season, rows });
}

/** Reads the train rows, and no others, back from the file just written. */
function fitScaler(path: string, train: RowRange, { target }: Channels, host: StageHost): Scaler {
  const statistics = takeStatistics(readTargets(path, train, target.length), target.length);
  const constant = target.filter((_, channel) => statistics.std[channel] === 0);
  if (constant.length > 0)
    host.warn({ columns: constant.join(', ') }, 'constant over all train rows, so their scale is 1');
  return standardScaler(statistics);
}

/** What says where the data came from, but must not change the manifest: an edit that changes no value changes it. */
function measureCsv({ path }: CsvFile): Readonly<Record<string, unknown>> {
  const { size, mtime } = statSync(path);
  return { name: basename(path), bytes: size, modified: mtime.toISOString(), sha256: hashFile(path) };
}
