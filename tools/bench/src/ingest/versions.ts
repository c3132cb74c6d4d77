import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHOWN = { DuckDB: '@duckdb/node-api', 'csv-parse': 'csv-parse', papaparse: 'papaparse' } as const;

/** Versions of what is compared, as this package pins them. */
export function versions(): readonly string[] {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const pinned = { ...dependencies, ...devDependencies };
  const libraries = Object.entries(SHOWN).map(([name, library]) => `${name} ${pinned[library]}`);
  return [`Node ${process.versions.node}`, ...libraries];
}
