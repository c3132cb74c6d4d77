import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { breathe, type HashingFile, type StageHost } from '@tsdistill/contracts';
import { convertTimes } from './clock/convert-times';
import type { IngestConfig } from './config';
import { createFindings, type Findings } from './faults/findings';
import { type FaultJudge, REFUSE } from './faults/fault-judge';
import { type ReadingPlan, withoutPattern } from './plan-reading';
import { buildPipeline, type Pipeline } from './shape/build-pipeline';
import { createGatherer, type GatheredColumns, sliceColumns } from './shape/gather-rows';
import { orderRows } from './shape/order-rows';
import { blockRows, type RowSink } from './shape/row-block';
import { RowSpool } from './shape/row-spool';
import { createSeriesIndex } from './shape/series-index';
import type { SeriesFacts } from './shape/watch-values';
import type { ColumnChunk } from './source/decode-chunk';
import { readChunks } from './source/read-chunks';
import { hasDoubtful } from './source/time-sql';

/** The rows of all series as they lie in `series.arrow`. */
export interface SeriesRead {
  /** Path of the file. */
  readonly path: string;
  /** Sorted by id. */
  readonly series: readonly SeriesFacts[];
  /** Rows that were put into the gaps of each. */
  readonly gapRows: readonly number[];
  readonly policies: readonly { readonly name: string; readonly action: string; readonly count: number }[];
}

/** Opens the file for `series.arrow`, and takes back what was written to it when `body` throws: it may be called again. */
export type WriteRows = <Result>(body: (file: HashingFile) => Promise<Result>) => Promise<Result>;

/** The one series of data without a column for it has no name of its own. */
export const SERIES_ID = 'main';

/** A row came before an earlier one, where rows were taken as they come. */
class OutOfOrder extends Error {}

/** A time is not spelled like the first one, where all were read by its pattern. */
class OtherSpelling extends Error {}

/**
 * Reads all sources once, checks every row, and writes `series.arrow`: series after series, each in order of time.
 *
 * Rows that come series after series, the names in order, and in order of time, go straight from the file into the
 * artifact. Where that turns out not to hold they are read again and sorted on disk first.
 *
 * @throws PipelineError with the gravest fault of all rows, after the last one; InterruptedError
 */
export async function readSeries(reading: Reading, writeRows: WriteRows): Promise<SeriesRead> {
  try {
    return await readOnce(reading, writeRows);
  } catch (error) {
    if (!(error instanceof OtherSpelling)) throw error;
    return readOnce({ ...reading, plan: withoutPattern(reading.plan) }, writeRows);
  }
}

/** @throws OtherSpelling beside the errors of `readSeries` */
async function readOnce(reading: Reading, writeRows: WriteRows): Promise<SeriesRead> {
  const { config, host } = reading;
  try {
    return await writeRows((file) => readInOrder(reading, file));
  } catch (error) {
    if (!(error instanceof OutOfOrder)) throw error;
    const rows = config.series === undefined ? 'in order of time' : 'in order of series and time';
    host.info({ files: config.files }, `the rows are not ${rows}: reading again to sort them`);
  }
  return writeRows((file) => readSorted(reading, file));
}

/** What is read, how, and who watches. */
export interface Reading {
  readonly connection: DuckDBConnection;
  readonly plan: ReadingPlan;
  readonly config: IngestConfig;
  readonly host: StageHost;
  /** What becomes of faults; by default the gravest is thrown. */
  readonly judge?: FaultJudge;
}

/** Rows go from the file to the artifact as they come. @throws OutOfOrder */
async function readInOrder(reading: Reading, file: HashingFile): Promise<SeriesRead> {
  const { plan, config } = reading;
  const findings = createFindings();
  const pipeline = buildPipeline(plan, config, findings, file);
  const width = plan.values.length;
  const gatherer = createGatherer(width, blockRows(width), (block) => pipeline.sink.rows(block));
  const runs = createRuns();
  let [lastMs, current] = [-Infinity, undefined as string | undefined];

  function begin(id: string): void {
    if (current !== undefined) end();
    pipeline.sink.begin(id);
    [lastMs, current] = [-Infinity, id];
  }
  function end(): void {
    gatherer.finish();
    pipeline.sink.end();
  }

  const rowCounts = await eachChunk(reading, findings, (chunk) => {
    // Whoever reads on behind a row without a time has no place for it here.
    if (reading.judge && chunk.times.some(Number.isNaN)) throw new OutOfOrder();
    for (const { id, columns } of runs(chunk)) {
      if (id !== current) begin(id);
      if (id === '') recordUnnamed(gatherer.rowCount(), columns.rowCount, findings);
      lastMs = refuseOutOfOrder(columns.times, lastMs);
      gatherer.add(columns);
    }
  });
  if (current !== undefined) end();
  return { path: file.path, ...(await finish(reading, pipeline, findings, rowCounts)) };
}

/** Cuts chunks into rows of one series. @throws OutOfOrder where a series comes again, or before one that it should follow */
function createRuns(): (chunk: ColumnChunk) => Iterable<{ readonly id: string; readonly columns: GatheredColumns }> {
  const { slotOf, ids } = createSeriesIndex();
  let current = -1;
  return function* (chunk) {
    const { rowCount, series } = chunk;
    if (!series) {
      yield { id: SERIES_ID, columns: chunk };
      return;
    }
    for (let from = 0; from < rowCount;) {
      const [low, high] = series.hashes.subarray(2 * from) as unknown as [number, number];
      const slot = slotOf(low, high, () => series.idAt(from));
      const id = ids[slot] as string;
      if (slot < current || (slot > current && current >= 0 && id < (ids[current] as string))) throw new OutOfOrder();
      current = slot;
      let to = from + 1;
      while (to < rowCount && series.hashes[2 * to] === low && series.hashes[2 * to + 1] === high) to += 1;
      yield { id, columns: sliceColumns(chunk, from, to) };
      from = to;
    }
  };
}

function refuseOutOfOrder(times: Float64Array, lastMs: number): number {
  for (const timeMs of times) {
    if (timeMs < lastMs) throw new OutOfOrder();
    if (timeMs > lastMs) lastMs = timeMs;
  }
  return lastMs;
}

/** Rows are sorted by series on disk, then each series by time. */
async function readSorted(reading: Reading, file: HashingFile): Promise<SeriesRead> {
  const { plan, config, host } = reading;
  const width = plan.values.length;
  const spool = new RowSpool(join(`${file.path}.rows`), width);
  try {
    const findings = createFindings();
    const { slotOf, ids } = createSeriesIndex();
    const rowCounts = await eachChunk(reading, findings, (chunk, firstRow) =>
      spoolChunk(chunk, firstRow, spool, slotOf),
    );
    const names = config.series === undefined ? [SERIES_ID] : ids;
    const unnamed = names.indexOf('');
    if (unnamed >= 0) recordUnnamed(spool.readKeys(unnamed).sourceRows[0] ?? 0, spool.rowCountOf(unnamed), findings);
    await (reading.judge ?? REFUSE).faults(findings, reading, rowCounts);
    const pipeline = buildPipeline(plan, config, findings, file);
    const order = [...names.keys()].sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1));
    let [unordered, done] = [0, 0];
    for (const slot of spool.seriesCount > 0 ? order : []) {
      pipeline.sink.begin(names[slot] as string);
      if (passSeries(spool, slot, width, pipeline.sink)) unordered += 1;
      pipeline.sink.end();
      if (++done % 256 === 0) await breathe(host);
    }
    if (unordered > 0) host.info({ series: unordered }, 'series were not in order of time: sorted');
    return { path: file.path, ...(await finish(reading, pipeline, findings, rowCounts)) };
  } finally {
    spool.discard();
  }
}

/** @returns whether its rows were out of order */
function passSeries(spool: RowSpool, slot: number, width: number, sink: RowSink): boolean {
  const blocks = orderRows(spool, slot, width);
  let next = blocks.next();
  for (; !next.done; next = blocks.next()) sink.rows(next.value);
  return next.value > 0;
}

function spoolChunk(
  chunk: ColumnChunk,
  firstRow: number,
  spool: RowSpool,
  slotOf: (low: number, high: number, nameOf: () => string) => number,
): void {
  const { rowCount, series } = chunk;
  for (let row = 0; row < rowCount; row++) {
    // A row without a time has no place in a series; it is a fault already.
    if (Number.isNaN(chunk.times[row])) continue;
    const slot = series
      ? slotOf(series.hashes[2 * row] as number, series.hashes[2 * row + 1] as number, () => series.idAt(row))
      : 0;
    spool.add(slot, firstRow + row, chunk, row);
  }
}

function recordUnnamed(sourceRow: number, count: number, findings: Findings): void {
  findings.record('SERIES_UNNAMED', { series: '', sourceRow, timeMs: NaN }, count);
}

/** Hands on the rows of all sources chunk by chunk, their times converted. @returns rows of each source */
async function eachChunk(
  { connection, plan, host, judge = REFUSE }: Reading,
  findings: Findings,
  take: (chunk: ColumnChunk, firstRow: number) => void,
): Promise<readonly number[]> {
  const rowCounts: number[] = [];
  const estimate = plan.sources.reduce((sum, { source }) => sum + source.rowEstimate, 0);
  let done = 0;
  let shown = 0;
  for (const source of plan.sources) {
    const before = done;
    for await (const chunk of readChunks(connection, source, judge.rejected)) {
      if (source.pattern !== undefined && hasDoubtful(chunk.times)) throw new OtherSpelling();
      convertTimes(chunk.times, plan, done, findings);
      take(chunk, done);
      done += chunk.rowCount;
      if (done - shown < 65_536) continue;
      shown = done;
      host.progress({ label: source.source.name, done, total: Math.max(done, estimate), unit: 'rows' });
      await breathe(host);
    }
    rowCounts.push(done - before);
  }
  await breathe(host);
  return rowCounts;
}

async function finish(
  reading: Reading,
  pipeline: Pipeline,
  findings: Findings,
  rowCounts: readonly number[],
): Promise<Omit<SeriesRead, 'path'>> {
  pipeline.finish();
  await (reading.judge ?? REFUSE).faults(findings, reading, rowCounts, pipeline.counts());
  for (const name of pipeline.largeChannels())
    reading.host.warn(
      { column: name },
      'holds values beyond 16,777,216, of which float32 keeps seven digits; is it an id?',
    );
  return { series: pipeline.series(), gapRows: pipeline.gapRows(), policies: pipeline.policies() };
}
