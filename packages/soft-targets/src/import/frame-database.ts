import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** What the database may hold before it goes to disk: a frame may be larger than the memory. */
const MEMORY_LIMIT = '1GB';

/** Opens a database of its own for `body`, and takes it away with all it has put on disk. */
export async function withDatabase<Result>(
  workFolder: string,
  body: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  // Loaded here: programs that only want the stage's config should not wait for it.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  mkdirSync(workFolder, { recursive: true });
  const folder = mkdtempSync(join(workFolder, 'import-'));
  try {
    const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY_LIMIT, temp_directory: folder });
    try {
      return await withConnection(instance, body);
    } finally {
      instance.closeSync();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withConnection<Result>(
  instance: DuckDBInstance,
  body: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    return await body(connection);
  } finally {
    connection.closeSync();
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
