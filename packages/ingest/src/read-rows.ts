import type { DuckDBConnection } from '@duckdb/node-api';
import { PipelineError } from '@tsdistill/contracts';
import { type ColumnChunk, decodeChunk } from './decode-chunk';
import { gatherBatches, NO_TIME, type RowBatch } from './gather-batches';
import type { CsvFile, CsvHeader } from './read-header';
import { refuseRejected, REJECT_LIMIT } from './refuse-rejected';
import type { Selection } from './select-columns';

/**
 * Reads the selected columns of a CSV in one streaming pass; memory does not grow with the file.
 *
 * Every column has its type before the first row is read: a type guessed from the first rows turns 12.75 in a later row
 * into 13. Columns are known by position, since DuckDB does not compare the names with the header. A timestamp without
 * an offset is taken as UTC; one with an offset is converted to UTC.
 *
 * @throws PipelineError CSV_NOT_A_NUMBER, CSV_BAD_ROW after the last row; CSV_UNREADABLE
 */
export async function* readRows(csv: CsvFile, header: CsvHeader, selection: Selection): AsyncGenerator<RowBatch> {
  // Loaded here: programs that only want the schema of the config should not wait for it.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    yield* gatherBatches(streamChunks(connection, csv, scanSql(csv, header, selection)), selection.targets.length);
    await refuseRejected(connection, csv, header);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function* streamChunks(connection: DuckDBConnection, csv: CsvFile, sql: string): AsyncGenerator<ColumnChunk> {
  try {
    const result = await connection.stream(sql);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      yield decodeChunk(chunk);
    }
  } catch (cause) {
    const [problem = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new PipelineError('CSV_UNREADABLE', { file: csv.name, problem }, { cause });
  }
}

/** An offset behind a time of day: Z, +02, +0200, +02:00 …; TIMESTAMP would drop it without a word. */
const OFFSET = String.raw`\d:\d.*(Z|[+-]\d\d(:?\d\d){0,2})$`;

function scanSql(csv: CsvFile, header: CsvHeader, { timestamp, targets }: Selection): string {
  const numbers = new Set(targets);
  const columns = header.columns.map((_, index) => `'c${index}': '${numbers.has(index) ? 'FLOAT' : 'VARCHAR'}'`);
  const text = `c${timestamp}`;
  const time = `CASE WHEN regexp_matches(${text}, '${OFFSET}') THEN epoch_ms(try_cast(${text} AS TIMESTAMPTZ))
    ELSE epoch_ms(try_cast(${text} AS TIMESTAMP)) END`;
  const values = targets.map((index) => `ifnull(c${index}, 'nan'::FLOAT)`);
  return `SELECT ifnull(${time}, (${NO_TIME})::BIGINT), ${values.join(', ')}
    FROM read_csv('${literalPath(csv.path)}', columns = {${columns.join(', ')}}, skip = ${header.line - 1}, header = true,
      delim = ',', quote = '"', escape = '"', auto_detect = false, strict_mode = true,
      store_rejects = true, rejects_limit = ${REJECT_LIMIT})`;
}

/** A path as SQL text for this file alone: `[`, `*` and `?` would make it a pattern for other files. */
function literalPath(path: string): string {
  return path.replace(/[[*?]/g, '[$&]').replaceAll("'", "''");
}
