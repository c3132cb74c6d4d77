import type { HashingFile } from '@tsdistill/contracts';
import { createFindings } from '../faults/findings';
import { buildPipeline } from '../shape/build-pipeline';
import { createGatherer, type GatheredColumns, sliceColumns } from '../shape/gather-rows';
import { blockRows } from '../shape/row-block';
import { createSeriesIndex } from '../shape/series-index';
import type { ColumnChunk } from '../source/decode-chunk';
import { eachChunk } from './each-chunk';
import { type Reading, recordUnnamed, type RowsRead, SERIES_ID } from './reading';

/** A row came before an earlier one, where rows were taken as they come. */
export class OutOfOrder extends Error {}

/** Rows go from the file to the artifact as they come. @throws OutOfOrder, those of `eachChunk` */
export async function readInOrder(reading: Reading, file: HashingFile): Promise<RowsRead> {
  const { plan, config, judge } = reading;
  const findings = createFindings(judge?.leftOut);
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
    if (judge && chunk.times.some(Number.isNaN)) throw new OutOfOrder();
    for (const { id, columns } of runs(chunk)) {
      if (id !== current) begin(id);
      if (id === '') recordUnnamed(gatherer.rowCount(), columns.rowCount, findings);
      lastMs = refuseOutOfOrder(columns.times, lastMs);
      gatherer.add(columns);
    }
  });
  if (current !== undefined) end();
  // Which rows were left out is known at the end, and gaps are where there are none.
  if (judge?.leftOut?.isEmpty() === false && findings.all.has('TIMESTAMP_GAP')) throw new OutOfOrder();
  return { pipeline, findings, rowCounts };
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
