import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { refuseMisread } from '../faults/refuse-misread';
import { refuseRejected } from '../faults/refuse-rejected';
import { refuseUnreadable } from '../faults/refuse-unreadable';
import { refuseWrongStart } from '../faults/refuse-wrong-start';
import { refuseWrongStretch } from '../faults/refuse-wrong-stretch';
import { type ColumnChunk, decodeChunk } from './decode-chunk';
import { type RowPlan, rowSql } from './row-sql';

/**
 * Streams the rows of one source in their order; memory does not grow with the file.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW after the last row; CSV_LINE_ENDS, CSV_UNREADABLE
 */
export async function* readChunks(
  connection: DuckDBConnection,
  plan: RowPlan,
  judgeRejected = refuseRejected,
): AsyncGenerator<ColumnChunk> {
  const sql = rowSql(plan);
  try {
    await refuseWrongStart(connection, plan);
    await refuseWrongStretch(connection, plan);
    const underscores = plan.source.csv?.findUnderscores();
    // Whoever waits for it hears of a failure, later than Node allows.
    underscores?.catch(() => undefined);
    await connection.run(`SET streaming_buffer_size = '${readAhead(plan)}'`);
    yield* decodeChunks(await connection.stream(sql), plan.selection.values.length);
    await refuseMisread(connection, plan, (await underscores) === true);
  } catch (cause) {
    throw await refuseUnreadable(plan.source, cause);
  }
  await judgeRejected(connection, plan.source);
}

/** The database reads on while the caller works: the next chunk is asked for before one is handed on. */
async function* decodeChunks(result: DuckDBResult, valueCount: number): AsyncGenerator<ColumnChunk> {
  let next = result.fetchChunk();
  try {
    for (let chunk = await next; chunk && chunk.rowCount > 0; chunk = await next) {
      next = result.fetchChunk();
      yield decodeChunk(chunk, valueCount);
    }
  } finally {
    // A caller who has enough must not close the connection under it.
    await next.catch(() => undefined);
  }
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
