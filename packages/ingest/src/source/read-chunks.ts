import type { DuckDBConnection } from '@duckdb/node-api';
import { refuseChanged } from '../faults/refuse-changed';
import { refuseMisread } from '../faults/refuse-misread';
import { refuseRejected } from '../faults/refuse-rejected';
import { refuseUnreadable } from '../faults/refuse-unreadable';
import { refuseWrongStart } from '../faults/refuse-wrong-start';
import { refuseWrongStretch } from '../faults/refuse-wrong-stretch';
import { rowsLostError } from '../faults/rows-lost-error';
import { type ColumnChunk, decodeChunk } from './decode-chunk';
import { END_MS, endRowSql, type RowPlan, rowSql } from './row-sql';

/**
 * Streams the rows of one source in their order; memory does not grow with the file.
 *
 * A stream of DuckDB that fails ends like one that is done: a row of our own comes last, and where it does not, rows are lost.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW, FILE_CHANGING, ROWS_LOST after the last row; CSV_LINE_ENDS, CSV_UNREADABLE
 */
export async function* readChunks(
  connection: DuckDBConnection,
  plan: RowPlan,
  judgeRejected = refuseRejected,
): AsyncGenerator<ColumnChunk> {
  try {
    const sql = `${rowSql(plan)} UNION ALL ${endRowSql(plan)}`;
    await refuseWrongStart(connection, plan);
    await refuseWrongStretch(connection, plan);
    await refuseMisread(connection, plan);
    await connection.run(`SET streaming_buffer_size = '${readAhead(plan)}'`);
    const result = await connection.stream(sql);
    let last: ColumnChunk | undefined;
    let rowCount = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      if (last) yield last;
      last = decodeChunk(chunk, plan.selection.values.length);
      rowCount += last.rowCount;
    }
    refuseChanged(plan.source.files);
    if (last?.times.at(-1) !== END_MS) throw await rowsLostError(connection, plan, rowCount);
    if (last.rowCount > 1) yield withoutLastRow(last);
  } catch (cause) {
    throw await refuseUnreadable(plan.source, cause);
  }
  await judgeRejected(connection, plan.source);
}

function withoutLastRow({ rowCount, times, values, ...chunk }: ColumnChunk): ColumnChunk {
  return {
    ...chunk,
    rowCount: rowCount - 1,
    times: times.subarray(0, -1),
    values: values.map((column) => column.subarray(0, -1)),
  };
}

/** Values in a row up to which it is narrow. */
const NARROW = 64;

/**
 * Rows that are read ahead. Each thread takes 8 MB of text at a time, and narrow rows are no smaller than their text: with
 * the 1 MB of the default but one thread would read. Wide rows gain 4 %, and need 60 MB more.
 */
function readAhead({ selection }: RowPlan): string {
  return selection.values.length <= NARROW ? '16MB' : '1MB';
}
