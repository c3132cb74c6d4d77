import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

/**
 * Streams the rows of a query. The database reads on while the caller works: the next chunk is asked for before one is handed on.
 *
 * A stream of DuckDB that fails ends like one that is done, but the transaction around it is aborted.
 *
 * @param lost the error for a stream that broke off behind so many rows
 */
export async function* streamChunks(
  connection: DuckDBConnection,
  sql: string,
  lost: (rowCount: number) => Promise<Error>,
): AsyncGenerator<DuckDBDataChunk> {
  await connection.run('BEGIN TRANSACTION');
  let rowCount = 0;
  let isWhole = true;
  try {
    for await (const chunk of readAhead(connection, sql)) {
      rowCount += chunk.rowCount;
      yield chunk;
    }
    isWhole = await connection.run('SELECT 1').then(
      () => true,
      () => false,
    );
  } finally {
    // Of an aborted transaction, it is what `ROLLBACK` is.
    await connection.run('COMMIT');
  }
  if (!isWhole) throw await lost(rowCount);
}

async function* readAhead(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  let next = result.fetchChunk();
  try {
    for (let chunk = await next; chunk && chunk.rowCount > 0; chunk = await next) {
      next = result.fetchChunk();
      yield chunk;
    }
  } finally {
    // A caller who has enough must not close the connection under it.
    await next.catch(() => undefined);
  }
}
