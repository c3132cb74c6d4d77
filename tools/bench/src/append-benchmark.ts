import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const FILE = join(__dirname, '../../../docs/benchmarks.md');
const HEADING = '# Benchmarks\n\n`nx run bench:<name>` adds its table at the end.\n';

/** Adds a section to docs/benchmarks.md: title, date, processor, versions, then the table. */
export function appendBenchmark(title: string, versions: readonly string[], table: string): void {
  if (!existsSync(FILE)) writeFileSync(FILE, HEADING);
  const date = new Date().toISOString().slice(0, 10);
  const host = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores`;
  appendFileSync(FILE, `\n## ${title}, ${date}\n\n${[host, ...versions].join(' · ')}\n\n${table}\n`);
}
