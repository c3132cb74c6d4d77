import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** What the database may hold before it goes to disk: a frame may be larger than the memory. */
const MEMORY_LIMIT = '1GB';

/** Opens a database of its own for `body`, and takes it away with all it has put on disk. */
export async function withDatabase<Result>(
  workFolder: string,
  body: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  // Loaded here: programs that only want the stage's config should not wait for it.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const folder = join(workFolder, `import-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY_LIMIT, temp_directory: folder });
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    return await body(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A text as SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as SQL literal for this file alone: `[`, `*` and `?` would make it a pattern for other files. */
export function literalPath(path: string): string {
  return literal(path.replace(/[[*?]/g, '[$&]'));
}

/** The lines of a database error that say what is wrong; its advice speaks of settings that nobody can reach here. */
export function problemOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const end = lines.findIndex(
    (line, index) => index > 0 && /^(|Possible .*|Column .* is being .*|LINE \d.*)$/.test(line),
  );
  return (end < 0 ? lines : lines.slice(0, end)).join('; ').replace(/[.\s]+$/, '');
}
