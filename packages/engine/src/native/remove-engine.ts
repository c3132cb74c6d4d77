import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineCacheRoot } from './library-source';

/** What was taken away. */
export interface RemovedEngine {
  readonly folder: string;
  readonly bytes: number;
}

/** Deletes the engine cache of this user (all versions); a library behind TSDISTILL_LIBTENSORFLOW stays. */
export function removeEngine(): RemovedEngine {
  const folder = engineCacheRoot();
  const bytes = existsSync(folder) ? countBytes(folder) : 0;
  rmSync(folder, { recursive: true, force: true });
  return { folder, bytes };
}

function countBytes(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + countBytes(join(path, name)), 0);
}
