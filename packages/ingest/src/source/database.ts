import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from './sql-text';

/** Rows stream through; only a query of the user may need more, and then spills to disk. */
const MEMORY_LIMIT = '1GB';

/** An empty database in memory, closed whatever happens. */
export async function withDatabase<Result>(
  scratchFolder: string,
  body: (connection: DuckDBConnection) => Promise<Result>,
  memoryLimit = MEMORY_LIMIT,
): Promise<Result> {
  // Loaded here: programs that only want the schema of the config should not wait for it.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: memoryLimit });
  const connection = await instance.connect();
  try {
    // Casts of times with an offset depend on the zone of the session.
    await connection.run(`SET timezone = 'UTC'; SET temp_directory = ${quoteText(scratchFolder)}`);
    return await body(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** All rows of a small result, column by column as text, numbers as DOUBLE. */
export async function readRowsOf(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
