import type { DuckDBConnection } from '@duckdb/node-api';
import type { FaultJudge } from '../faults/fault-judge';
import { refuseChanged } from '../faults/refuse-changed';
import { refuseMisread } from '../faults/refuse-misread';
import { refuseRejected } from '../faults/refuse-rejected';
import { refuseTextColumn } from '../faults/refuse-text-column';
import { refuseUnreadable } from '../faults/refuse-unreadable';
import { refuseWrongStart } from '../faults/refuse-wrong-start';
import { refuseWrongStretch } from '../faults/refuse-wrong-stretch';
import { rowsLostError } from '../faults/rows-lost-error';
import { type ColumnChunk, decodeChunk } from './decode-chunk';
import { type RowPlan, rowSql } from './row-sql';
import { streamChunks } from './stream-chunks';

/**
 * Streams the rows of one source in their order; memory does not grow with the file.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW, FILE_CHANGING, ROWS_LOST after the last row; CSV_LINE_ENDS, CSV_UNREADABLE
 */
export async function* readChunks(
  connection: DuckDBConnection,
  plan: RowPlan,
  judgeRejected: FaultJudge['rejected'] = refuseRejected,
): AsyncGenerator<ColumnChunk> {
  const { source, selection } = plan;
  const lost = (rowCount: number) => {
    refuseChanged(source.files);
    return rowsLostError(connection, plan, rowCount);
  };
  try {
    await refuseTextColumn(connection, plan);
    await refuseWrongStart(connection, plan);
    await refuseWrongStretch(connection, plan);
    const underscores = source.csv?.findUnderscores();
    // Whoever waits for it hears of a failure, later than Node allows.
    underscores?.catch(() => undefined);
    await setReadAhead(connection, plan);
    for await (const chunk of streamChunks(connection, rowSql(plan), lost))
      yield decodeChunk(chunk, selection.values.length);
    refuseChanged(source.files);
    await refuseMisread(connection, plan, (await underscores) === true);
  } catch (cause) {
    throw await refuseUnreadable(source, cause);
  }
  await judgeRejected(connection, source, selection);
}

/** Values in a row up to which it is narrow. */
const NARROW = 64;

/**
 * How far the database reads ahead of whoever takes its rows. Narrow rows are no smaller than their text, of which each thread takes 8 MB at
 * a time: with the 1 MB of the default but one thread would read, and with 16 MB both often wait. Of wide rows one thread keeps up, and two
 * fill the memory.
 */
async function setReadAhead(connection: DuckDBConnection, { selection }: RowPlan): Promise<void> {
  const [bytes, threads] = selection.values.length <= NARROW ? ['64MB', 'RESET threads'] : ['1MB', 'SET threads = 1'];
  await connection.run(`SET streaming_buffer_size = '${bytes}'; ${threads}`);
}
