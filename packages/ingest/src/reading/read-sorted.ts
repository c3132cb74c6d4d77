import { join } from 'node:path';
import { breathe, type HashingFile } from '@tsdistill/contracts';
import { REFUSE } from '../faults/fault-judge';
import { createFindings } from '../faults/findings';
import { buildPipeline } from '../shape/build-pipeline';
import { orderRows } from '../shape/order-rows';
import type { RowSink } from '../shape/row-block';
import { RowSpool } from '../shape/row-spool';
import { createSeriesIndex } from '../shape/series-index';
import type { LeftOut } from '../faults/left-out';
import type { ColumnChunk } from '../source/decode-chunk';
import { eachChunk } from './each-chunk';
import { type Reading, recordUnnamed, type RowsRead, SERIES_ID } from './reading';

/** Rows are sorted by series on disk, then each series by time. @throws PipelineError, InterruptedError, those of `eachChunk` */
export async function readSorted(reading: Reading, file: HashingFile): Promise<RowsRead> {
  const { plan, config, host, judge = REFUSE } = reading;
  const width = plan.values.length;
  const spool = new RowSpool(join(`${file.path}.rows`), width);
  try {
    const findings = createFindings(judge.leftOut);
    const { slotOf, ids } = createSeriesIndex();
    const rowCounts = await eachChunk(reading, findings, (chunk, firstRow) =>
      spoolChunk(chunk, firstRow, spool, { slotOf, leftOut: judge.leftOut }),
    );
    const names = config.series === undefined ? [SERIES_ID] : ids;
    const unnamed = names.indexOf('');
    if (unnamed >= 0) recordUnnamed(spool.readKeys(unnamed).sourceRows[0] ?? 0, spool.rowCountOf(unnamed), findings);
    await judge.faults(findings, reading, rowCounts);
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
    return { pipeline, findings, rowCounts };
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

/** Where rows go. */
interface Places {
  readonly slotOf: (low: number, high: number, nameOf: () => string) => number;
  readonly leftOut: LeftOut | undefined;
}

function spoolChunk(chunk: ColumnChunk, firstRow: number, spool: RowSpool, { slotOf, leftOut }: Places): void {
  const { rowCount, series } = chunk;
  for (let row = 0; row < rowCount; row++) {
    // A row without a time has no place in a series; it is a fault already.
    if (Number.isNaN(chunk.times[row])) {
      leftOut?.addRow(series ? series.idAt(row) : SERIES_ID, firstRow + row);
      continue;
    }
    const slot = series
      ? slotOf(series.hashes[2 * row] as number, series.hashes[2 * row + 1] as number, () => series.idAt(row))
      : 0;
    spool.add(slot, firstRow + row, chunk, row);
  }
}
