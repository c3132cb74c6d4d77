import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What `clean` may delete; configs, raw data and results are in none of it. */
export const CLEAN_PARTS = {
  artifacts: {
    folder: 'data/artifacts',
    after: 'Nx takes them from its cache again, or runs what is not there; what `refresh` wrote is gone',
  },
  work: { folder: 'data/work', after: 'half-done trainings, trials and the records of last runs are gone' },
  cache: { folder: '.nx', after: 'every stage runs again' },
} as const;
export type CleanPart = keyof typeof CLEAN_PARTS;

/** Bytes and files below a folder; links are counted, not followed. */
export function measureFolder(folder: string): { readonly bytes: number; readonly fileCount: number } {
  if (!existsSync(folder)) return { bytes: 0, fileCount: 0 };
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const bytes = entries.reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);
  return { bytes, fileCount: entries.length };
}

export function deletePart(part: CleanPart): void {
  rmSync(CLEAN_PARTS[part].folder, { recursive: true, force: true });
}
