import { statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  artifactFile,
  breathe,
  type Dataset,
  datasetFacts,
  hashFile,
  openDataset,
  readTable,
  refuseForeignFolder,
  type SoftTargetBatch,
  softTargetBatchRows,
  type StageHost,
  streamSoftTargets,
  TeacherName,
  writeArtifact,
} from '@tsdistill/contracts';
import type { DuckDBConnection } from '@duckdb/node-api';
import { originLookup } from '../origin-lookup';
import { createDomainCheck, type DomainCheck } from '../refuse-untransformed';
import { type AssemblyReport, createAssembler, type WindowAssembler } from './assemble-windows';
import { withDatabase } from './frame-database';
import { type FrameFile, openFrame } from './frame-file';
import { loadFrame } from './load-frame';
import { findPlaces, type Places } from './places';
import { type ForecastChunk, readForecasts } from './read-forecasts';
import { type FrameContext, leftOutText, refuseFaults } from './refuse-faults';
import { createRowClock } from './row-clock';
import { type FrameSelection, selectColumns } from './select-columns';
import { lastRowSeen } from './trained-until';

/** Which forecasts of a frame are taken, and what is known of the model that made them. */
export interface ImportOptions {
  readonly model?: string | undefined;
  /** Time of the last row that the model was fitted on; absent = unknown. */
  readonly trainedUntil?: string | undefined;
}

/** The frame, the data set it forecasts, and the artifact to write. */
export interface ImportFolders {
  readonly file: string;
  readonly dataset: string;
  readonly out: string;
}

/** Reads a long frame of forecasts made elsewhere, writes one `soft-targets@1` artifact that covers what the frame covers. */
export async function runImportForecasts(
  options: ImportOptions,
  { file, dataset: folder, out }: ImportFolders,
  host: StageHost,
): Promise<void> {
  const dataset = openDataset(folder);
  const target = describeTarget(dataset, options);
  refuseForeignFolder(out);
  await withDatabase(host.workFolder, async (connection) => {
    const frame = await openFrame(connection, file);
    const selection = selectColumns(frame, options.model);
    const rowCount = await loadFrame(connection, { frame, selection, places: target.places });
    await write(connection, { dataset, target, frame, selection, rowCount, out }, host);
    warnOfSelection(selection, target.seenUntil, host);
  });
}

type Target = ReturnType<typeof describeTarget>;

/** What a data set says about the forecasts it can take. */
function describeTarget(dataset: Dataset, { trainedUntil }: ImportOptions) {
  const { meta } = dataset.manifest;
  const { timestamp } = readTable(artifactFile(dataset, 'series.arrow'), { timestamp: { kind: 'timestamp' } });
  const clock = createRowClock(meta, timestamp);
  return {
    places: findPlaces(meta),
    clock,
    isOrigin: originLookup(dataset),
    seenUntil: trainedUntil === undefined ? null : lastRowSeen(trainedUntil, meta, clock),
  };
}

/** Any text may head a column, but not each can be a name. */
const isName = (model: string) => TeacherName.safeParse(model).success;

function warnOfSelection({ model, halfIntervals }: FrameSelection, seenUntil: number | null, host: StageHost): void {
  if (!isName(model))
    host.warn({ model }, 'tables call this model `from elsewhere`: a name is one line of at most 80 characters');
  if (halfIntervals.length > 0)
    host.warn({ columns: halfIntervals.join(', ') }, 'intervals with one side only are not read');
  if (seenUntil === null)
    host.warn({}, 'without --trained-until nobody knows which rows the model has seen: inSample is false everywhere');
}

interface Import {
  readonly dataset: Dataset;
  readonly target: Target;
  readonly frame: FrameFile;
  readonly selection: FrameSelection;
  readonly rowCount: number;
  readonly out: string;
}

async function write(connection: DuckDBConnection, given: Import, host: StageHost): Promise<void> {
  const { dataset, target, frame, selection, out } = given;
  const { meta: datasetMeta } = dataset.manifest;
  const meta = metaOf(dataset, target, selection);
  const assembler = createAssembler({
    ...target,
    places: target.places.list,
    horizon: meta.horizon,
    channelCount: meta.channels.length,
    quantileCount: meta.quantiles.length,
    batchRows: softTargetBatchRows({ ...meta, rowCount: 0 }),
  });
  const context = { file: frame.name, meta: datasetMeta, places: target.places.list, clock: target.clock };
  const chunks = readForecasts(connection, shapeOf(selection, target.places));
  const batches = assemble(progressOf(chunks, given.rowCount, host), assembler, context);
  const config = { importForecasts: { model: selection.model, trainedUntil: meta.trainedUntil } };
  const inputs = { dataset: dataset.fingerprint, frame: hashFile(frame.path) };
  await writeArtifact(out, { kind: 'soft-targets', config, inputs }, async (draft) => {
    const written = await streamSoftTargets(draft, meta, batches);
    draft.measured({ frame: { name: basename(frame.name), bytes: statSync(frame.path).size, rows: given.rowCount } });
    return written;
  });
  tellOf(assembler.report(), context, host);
}

function metaOf(dataset: Dataset, { seenUntil }: Target, { model, quantiles }: FrameSelection) {
  const { horizon, channels } = dataset.manifest.meta;
  return {
    dataset: dataset.fingerprint,
    facts: datasetFacts(dataset),
    teacher: null,
    ...(isName(model) && { name: model }),
    horizon,
    channels: channels.target,
    unit: 'raw' as const,
    quantiles: quantiles.map(({ level }) => level),
    features: [],
    trainedUntil: seenUntil === null ? null : new Date(seenUntil).toISOString(),
  };
}

function shapeOf({ quantiles }: FrameSelection, { what }: Places) {
  return { valueCount: 1 + quantiles.length, isPanel: what === 'series' };
}

/** Every batch, and then the verdict on all of them: what is refused leaves nothing on disk. */
async function* assemble(
  chunks: AsyncIterable<ForecastChunk>,
  assembler: WindowAssembler,
  context: FrameContext,
): AsyncGenerator<SoftTargetBatch> {
  const domain = createDomainCheck(context.meta, { unit: 'raw' });
  const looked = function* (batches: Iterable<SoftTargetBatch>) {
    for (const batch of batches) {
      if (domain) lookAt(domain, batch);
      yield batch;
    }
  };
  for await (const chunk of chunks) yield* looked(assembler.add(chunk));
  yield* looked(assembler.finish());
  refuseFaults(context, assembler.report());
  domain?.refuse(context.file);
}

function lookAt(domain: DomainCheck, { rowCount, arrays: { series, origin, forecast } }: SoftTargetBatch): void {
  const size = forecast.length / series.length;
  for (let row = 0; row < rowCount; row++)
    domain.look(series[row] ?? 0, origin[row] ?? 0, forecast.subarray(row * size, (row + 1) * size));
}

/** Chunks between two looks at the clock: about 200,000 rows. */
const BREATH_CHUNKS = 100;

async function* progressOf(
  chunks: AsyncIterable<ForecastChunk>,
  total: number,
  host: StageHost,
): AsyncGenerator<ForecastChunk> {
  let [done, count] = [0, 0];
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.rowCount;
    if (++count % BREATH_CHUNKS !== 0) continue;
    host.progress({ label: 'forecasts', done, total, unit: 'rows' });
    await breathe(host);
  }
}

function tellOf(report: AssemblyReport, context: FrameContext, host: StageHost): void {
  const { window, written, inSample, incomplete, outside } = report;
  const tell = (found: AssemblyReport['incomplete'], message: string) => {
    if (!found) return;
    const first = leftOutText(context, found.first);
    host.warn({ windows: found.count, of: window, first }, message);
  };
  tell(incomplete, 'incomplete windows are left out');
  tell(outside, 'windows where the data set has no forecast origin are left out');
  host.info({ windows: written, of: window, inSample }, 'forecasts imported');
}
